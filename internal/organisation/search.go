package organisation

import (
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/matching"
)

// SearchVector writes what full-text search finds an organisation by, as PostgreSQL's tsvector reads it: every word once, folded by
// matching.Fold, with weight A when it stands in the name and D when it stands only in the city or the description. Whatever loads
// organisations in bulk must fill the column with it.
func SearchVector(name, city, description string) string {
	weights := map[string]string{}
	for _, word := range matching.Fold(name) {
		weights[word] = "A"
	}
	for _, word := range slices.Concat(matching.Fold(city), matching.Fold(description)) {
		if weights[word] == "" {
			weights[word] = "D"
		}
	}
	lexemes := make([]string, 0, len(weights))
	for word, weight := range weights {
		lexemes = append(lexemes, quote(word)+":1"+weight)
	}
	slices.Sort(lexemes) // the same texts give the same bytes
	return strings.Join(lexemes, " ")
}

// searchQuery writes the words of a text as PostgreSQL's tsquery reads them: all must be there, the last may be the beginning of a
// word. With onlyName those of the name alone count, which is all that a teaser shows. It is empty when the text has no words.
func searchQuery(text string, onlyName bool) string {
	words := matching.Fold(text)
	lexemes := make([]string, len(words))
	for i, word := range words {
		flags := ""
		if i == len(words)-1 {
			flags = "*"
		}
		if onlyName {
			flags += "A"
		}
		if lexemes[i] = quote(word); flags != "" {
			lexemes[i] += ":" + flags
		}
	}
	return strings.Join(lexemes, " & ")
}

// quote makes a lexeme of a word, which holds letters and digits only; doubling keeps it safe were it otherwise.
func quote(word string) string {
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(word) + "'"
}
