// Counts how often each word occurs in a text of n random words, common ones more often, in a
// dictionary by the word, and adds up the counts in the order in which the words first came.
//@ var work = 0;

var VOCABULARY = 500;
var ALPHABET = "abcdefghijklmnopqrstuvwxyz";

function nextRandom(state) {
  state.random = state.random * 17364 % 65537;
  return state.random;
}

// 500 words of three to nine random letters.
function makeVocabulary(state) {
  var vocabulary = [];
  for (var i = 0; i < VOCABULARY; i++) {
    var letters = 3 + i % 7;
    var word = "";
    for (var j = 0; j < letters; j++) {
      word += ALPHABET.charAt(nextRandom(state) % 26);
    }
    vocabulary.push(word);
  }
  return vocabulary;
}

// n words of the vocabulary with blanks between them; the earlier a word, the more often it comes.
function makeText(n, seed) {
  var state = { random: seed % 65536 + 1 };
  var vocabulary = makeVocabulary(state);
  var words = [];
  for (var i = 0; i < n; i++) {
    var bound = 1 + nextRandom(state) % VOCABULARY;
    words.push(vocabulary[nextRandom(state) % bound]);
  }
  return words.join(" ");
}

function run(n, seed) {
  var words = makeText(n, seed).split(" ");
  var distinct = [];
  var counts = {};
  for (var i = 0; i < words.length; i++) {
    var word = words[i];
    var count = counts[word];
    if (count !== undefined) {
      counts[word] = count + 1;
    } else {
      counts[word] = 1;
      distinct.push(word);
    }
    //@ work += 1;
  }
  var total = distinct.length;
  for (var i = 0; i < distinct.length; i++) {
    total = (total * 3 + counts[distinct[i]]) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
