-- Asks a cache of 500 values n times, for some keys more often. A hit moves the value to the front
-- of a doubly linked list; a miss makes it, and throws out the last of the list when it is full.
--@ local work = 0

local CAPACITY = 500
local KEYS = 2000

local function make_cache()
  local list = { key = -1, value = 0 }
  list.previous = list
  list.next = list
  return { map = {}, size = 0, list = list }
end

local function unlink(node)
  node.previous.next = node.next
  node.next.previous = node.previous
end

local function link_first(list, node)
  node.previous = list
  node.next = list.next
  list.next.previous = node
  list.next = node
end

-- The value of the key, which is made by `value` where the cache does not have it.
local function request(cache, key, value)
  --@ work = work + 1
  local node = cache.map[key]
  if node then
    unlink(node)
    link_first(cache.list, node)
    return node.value
  end
  if cache.size == CAPACITY then
    local last = cache.list.previous
    unlink(last)
    cache.map[last.key] = nil
    cache.size = cache.size - 1
  end
  node = { key = key, value = value, previous = false, next = false }
  cache.map[key] = node
  cache.size = cache.size + 1
  link_first(cache.list, node)
  return value
end

local function run(n, seed)
  local random = seed % 65536 + 1
  local cache = make_cache()
  local total = 0
  for i = 0, n - 1 do
    random = random * 17364 % 65537
    local bound = 1 + random % KEYS
    random = random * 17364 % 65537
    total = (total * 3 + request(cache, random % bound, i)) % 1000003
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
