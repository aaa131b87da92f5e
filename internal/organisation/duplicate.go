package organisation

import (
	"net/url"
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/matching"
)

// legalForms are the usual abbreviations and words for the legal form of an enterprise in the clusters' countries and the
// markets, folded, with single letters joined.
var legalForms = strings.Fields(`
	sl slu sll slp sa sau sccl scp
	sas sasu sarl eurl snc scop sca
	gmbh ggmbh mbh ag kg kgaa ug ohg ev eg se
	srl srls spa snc sapa scarl
	ltda limitada eireli epp me
	ltd limited plc llp llc lp inc incorporated corp corporation co company
	bv nv oy ab aps lda`)

// chineseForms end the names of Chinese companies, the longer ones first.
var chineseForms = []string{"股份有限公司", "有限责任公司", "有限公司"}

// NameKey folds a legal name so that the spellings of one name meet: case, diacritics, punctuation, spaces and a legal form at the
// end do not count. It is empty only for a name without letters and digits.
func NameKey(name string) string {
	for _, form := range chineseForms {
		if bare, found := strings.CutSuffix(strings.TrimSpace(name), form); found && len(matching.Fold(bare)) > 0 {
			name = bare
			break
		}
	}
	words := matching.Fold(name)
	for len(words) > 1 {
		words = joinInitials(words)
		if len(words) == 1 || !slices.Contains(legalForms, words[len(words)-1]) {
			break
		}
		words = words[:len(words)-1]
	}
	return strings.Join(words, "")
}

// joinInitials makes one word of the single letters at the end: s l is sl.
func joinInitials(words []string) []string {
	from := len(words)
	for from > 0 && len(words[from-1]) == 1 {
		from--
	}
	if from == 0 || from == len(words) {
		return words
	}
	return append(slices.Clone(words[:from]), strings.Join(words[from:], ""))
}

// websiteHost is the host of a checked web address, without www, in lower case; "" for no address.
func websiteHost(website string) string {
	u, err := url.Parse(strings.ToLower(website))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
