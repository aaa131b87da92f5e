// Package language knows the languages that the portal speaks and those that people may name, both by ISO 639-1 codes.
package language

import (
	"slices"
	"strings"

	xlanguage "golang.org/x/text/language"
)

// Default is the language for whoever asks for none that the portal speaks.
const Default = "en"

// All are the portal's languages: those of its messages, letters, labels and search.
var All = []string{"en", "es", "ca", "fr", "de", "it", "pt", "zh"}

// Portal tells whether the portal speaks a language.
func Portal(code string) bool { return slices.Contains(All, code) }

// ISO639 tells whether a code is one of ISO 639-1, in lower case.
func ISO639(code string) bool { return len(code) == 2 && strings.Contains(iso639, " "+code+" ") }

// Negotiate chooses the portal's language that an Accept-Language header (RFC 9110) likes best; regions and scripts do not count,
// and Default answers for what is malformed or spoken nowhere here.
func Negotiate(acceptLanguage string) string {
	if len(acceptLanguage) > 1024 {
		return Default
	}
	tags, _, err := xlanguage.ParseAcceptLanguage(acceptLanguage) // sorted by preference
	if err != nil {
		return Default
	}
	for _, tag := range tags {
		if base, _ := tag.Base(); Portal(base.String()) {
			return base.String()
		}
	}
	return Default
}

// iso639 holds the codes of ISO 639-1, https://www.loc.gov/standards/iso639-2/php/code_list.php.
const iso639 = " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo " +
	"es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk " +
	"kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj " +
	"om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr " +
	"ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
