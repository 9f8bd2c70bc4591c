// Asks a cache of 500 values n times, for some keys more often. A hit moves the value to the front
// of a doubly linked list; a miss makes it, and throws out the last of the list when it is full.
package program

//@ var Work int

const (
	capacity = 500
	keys     = 2000
)

type node struct {
	key, value     int
	previous, next *node
}

type cache struct {
	nodes map[int]*node
	list  node // the head of the ring
}

func makeCache() *cache {
	cache := &cache{nodes: map[int]*node{}}
	cache.list.previous = &cache.list
	cache.list.next = &cache.list
	return cache
}

func unlink(node *node) {
	node.previous.next = node.next
	node.next.previous = node.previous
}

func linkFirst(list, node *node) {
	node.previous = list
	node.next = list.next
	list.next.previous = node
	list.next = node
}

// The value of the key, which is made by `value` where the cache does not have it.
func (cache *cache) request(key, value int) int {
	//@ Work++
	if found, ok := cache.nodes[key]; ok {
		unlink(found)
		linkFirst(&cache.list, found)
		return found.value
	}
	if len(cache.nodes) == capacity {
		last := cache.list.previous
		unlink(last)
		delete(cache.nodes, last.key)
	}
	made := &node{key: key, value: value}
	cache.nodes[key] = made
	linkFirst(&cache.list, made)
	return value
}

func Run(n, seed int) float64 {
	random := seed%65536 + 1
	cache := makeCache()
	total := 0
	for i := 0; i < n; i++ {
		random = random * 17364 % 65537
		bound := 1 + random%keys
		random = random * 17364 % 65537
		total = (total*3 + cache.request(random%bound, i)) % 1000003
	}
	return float64(total)
}
