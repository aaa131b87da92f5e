package opportunity

import (
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/matching"
)

// searchVector is what full-text search finds the opportunity by.
func (o *Opportunity) searchVector() string {
	return SearchVector(o.Title, o.Summary, o.Description, o.Advantages, o.Specification, o.PartnerSought)
}

// SearchVector writes texts as PostgreSQL's tsvector reads it: every word once, folded by matching.Fold, with weight A when it stands
// in the title, B in the summary, D elsewhere. Writing the vector ourselves keeps PostgreSQL's parser, which splits words by
// rules of its own and by the locale of the server, out of it. Whatever loads opportunities in bulk must fill the column with it.
func SearchVector(title, summary string, rest ...string) string {
	weights := map[string]string{}
	for _, word := range matching.Fold(title) {
		weights[word] = "A"
	}
	for _, word := range matching.Fold(summary) {
		if weights[word] == "" {
			weights[word] = "B"
		}
	}
	for _, text := range rest {
		for _, word := range matching.Fold(text) {
			if weights[word] == "" {
				weights[word] = "D"
			}
		}
	}
	lexemes := make([]string, 0, len(weights))
	for word, weight := range weights {
		lexemes = append(lexemes, quote(word)+":1"+weight)
	}
	slices.Sort(lexemes) // the same texts give the same bytes
	return strings.Join(lexemes, " ")
}

// searchQuery writes the words of a text as a tsquery: all must be there, the last may be a beginning. Unless whole, only title
// and summary are searched. It is empty when the text has no words.
func searchQuery(text string, whole bool) string {
	words := matching.Fold(text)
	weights := ""
	if !whole {
		weights = "AB"
	}
	lexemes := make([]string, len(words))
	for i, word := range words {
		suffix := weights
		if i == len(words)-1 {
			suffix = "*" + weights
		}
		if suffix != "" {
			suffix = ":" + suffix
		}
		lexemes[i] = quote(word) + suffix
	}
	return strings.Join(lexemes, " & ")
}

var lexemeQuotes = strings.NewReplacer(`'`, `''`, `\`, `\\`)

// quote writes a lexeme so that no character of it means anything else.
func quote(word string) string {
	return "'" + lexemeQuotes.Replace(word) + "'"
}
