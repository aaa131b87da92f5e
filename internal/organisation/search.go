package organisation

import (
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/viewer"
)

// audience is for whom a word is indexed: the letter before it. Each circle of readers has words of its own in the index, so that
// a search never touches, nor takes longer for, a row that holds the word where the viewer may not read it.
type audience string

const (
	ownSide  audience = "a" // the organisation itself, its cluster's staff, analysts, coordinators: all words of all
	profiles audience = "l" // readers of profiles: all words of those that others may see
	signedIn audience = "s" // other people: names, and all words of partners
	everyone audience = "v" // visitors: names, and all words of gateways
)

// SearchVector writes what full-text search finds an organisation by, as PostgreSQL's tsvector reads it: the words of its name, city
// and description, folded by matching.Fold, each once for every audience that may read it there. It depends on kind, market, status
// and listed too. Whatever loads organisations in bulk must fill the column with it.
func SearchVector(o *Organisation) string {
	names := matching.Fold(o.LegalName)
	all := slices.Concat(names, matching.Fold(o.City), matching.Fold(o.Description))
	words := map[audience][]string{ownSide: all}
	if o.Listed && o.Status == Verified {
		words[profiles], words[signedIn], words[everyone] = all, names, names
		if o.IsPartner() {
			words[signedIn] = all
			if o.Kind == Gateway {
				words[everyone] = all
			}
		}
	}
	var lexemes []string
	for a, list := range words {
		for _, word := range list {
			lexemes = append(lexemes, quote(a, word))
		}
	}
	slices.Sort(lexemes) // the same texts give the same bytes
	return strings.Join(slices.Compact(lexemes), " ")
}

// audienceOf is the widest audience that the viewer is one of, for organisations that are not on their own side.
func audienceOf(v viewer.Viewer) audience {
	switch {
	case readsListed(v):
		return profiles
	case v.SignedIn():
		return signedIn
	default:
		return everyone
	}
}

// searchQuery writes the words of a text as PostgreSQL's tsquery reads them: all must be there, the last may be the beginning of a
// word. It is empty when the text has no words.
func searchQuery(a audience, text string) string {
	words := matching.Fold(text)
	lexemes := make([]string, len(words))
	for i, word := range words {
		lexemes[i] = quote(a, word)
	}
	if len(lexemes) == 0 {
		return ""
	}
	return strings.Join(lexemes, " & ") + ":*"
}

var lexemeQuotes = strings.NewReplacer("'", "''", `\`, `\\`)

// quote makes a lexeme of a word, which holds letters and digits only; doubling keeps it safe were it otherwise.
func quote(a audience, word string) string {
	return "'" + string(a) + lexemeQuotes.Replace(word) + "'"
}
