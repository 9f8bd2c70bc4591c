// Counts how often each word occurs in a text of n random words, common ones more often, in a
// dictionary by the word, and adds up the counts in the order in which the words first came.
package program

import "strings"

//@ var Work int

const vocabularySize = 500

func nextRandom(random *int) int {
	*random = *random * 17364 % 65537
	return *random
}

// 500 words of three to nine random letters.
func makeVocabulary(random *int) []string {
	vocabulary := make([]string, vocabularySize)
	for i := range vocabulary {
		word := make([]byte, 3+i%7)
		for j := range word {
			word[j] = byte('a' + nextRandom(random)%26)
		}
		vocabulary[i] = string(word)
	}
	return vocabulary
}

// n words of the vocabulary with blanks between them; the earlier a word, the more often it comes.
func makeText(n, seed int) string {
	random := seed%65536 + 1
	vocabulary := makeVocabulary(&random)
	words := make([]string, n)
	for i := range words {
		bound := 1 + nextRandom(&random)%vocabularySize
		words[i] = vocabulary[nextRandom(&random)%bound]
	}
	return strings.Join(words, " ")
}

func Run(n, seed int) float64 {
	var distinct []string
	counts := map[string]int{}
	for _, word := range strings.Split(makeText(n, seed), " ") {
		if count, found := counts[word]; found {
			counts[word] = count + 1
		} else {
			counts[word] = 1
			distinct = append(distinct, word)
		}
		//@ Work++
	}
	total := len(distinct)
	for _, word := range distinct {
		//@ for j := 0; j < len(word); j++ {
		//@ 	total = (total*3 + int(word[j])) % 1000003
		//@ }
		total = (total*3 + counts[word]) % 1000003
	}
	return float64(total)
}
