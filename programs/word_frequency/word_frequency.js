// Counts how often each word occurs in a text of n random words, common ones more often, in a
// dictionary by the word, and adds up the counts in the order in which the words first came.
//@ let work = 0;

const VOCABULARY = 500;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz";

function nextRandom(state) {
  state.random = state.random * 17364 % 65537;
  return state.random;
}

// 500 words of three to nine random letters.
function makeVocabulary(state) {
  const vocabulary = [];
  for (let i = 0; i < VOCABULARY; i++) {
    const letters = 3 + i % 7;
    let word = "";
    for (let j = 0; j < letters; j++) {
      word += ALPHABET.charAt(nextRandom(state) % 26);
    }
    vocabulary.push(word);
  }
  return vocabulary;
}

// n words of the vocabulary with blanks between them; the earlier a word, the more often it comes.
function makeText(n, seed) {
  const state = { random: seed % 65536 + 1 };
  const vocabulary = makeVocabulary(state);
  const words = [];
  for (let i = 0; i < n; i++) {
    const bound = 1 + nextRandom(state) % VOCABULARY;
    words.push(vocabulary[nextRandom(state) % bound]);
  }
  return words.join(" ");
}

function run(n, seed) {
  const words = makeText(n, seed).split(" ");
  const distinct = [];
  const counts = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const count = counts[word];
    if (count !== undefined) {
      counts[word] = count + 1;
    } else {
      counts[word] = 1;
      distinct.push(word);
    }
    //@ work += 1;
  }
  let total = distinct.length;
  for (let i = 0; i < distinct.length; i++) {
    //@ for (let j = 0; j < distinct[i].length; j++) {
    //@   total = (total * 3 + distinct[i].charCodeAt(j)) % 1000003;
    //@ }
    total = (total * 3 + counts[distinct[i]]) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
