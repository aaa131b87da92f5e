package importer

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/bioxclusters/portal/internal/country"
	portal "github.com/bioxclusters/portal/internal/language"
)

// countryAtEnd finds the country that a text is, or that it ends in after a comma ("Lyon, France", "Seoul, Korea, Republic of"): by
// its name in one of the portal's languages (those of the Unicode CLDR), or, of a text that is nothing else, by its ISO 3166-1 alpha-2
// code; "" when there is none.
func countryAtEnd(text string) string {
	codes := countryNames()
	for rest := text; ; {
		name := strings.TrimSpace(rest)
		if code := codes[strings.ToLower(name)]; code != "" {
			return code
		}
		if rest == text && country.Valid(name) {
			return name
		}
		_, after, found := strings.Cut(rest, ",")
		if !found {
			return ""
		}
		rest = after
	}
}

// countryNames are the names of all countries in lower case.
var countryNames = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	for _, l := range portal.All {
		namer := display.Regions(language.Make(l))
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				code := string(a) + string(b)
				if !country.Valid(code) {
					continue
				}
				if name := strings.ToLower(namer.Name(language.MustParseRegion(code))); name != "" && codes[name] == "" {
					codes[name] = code
				}
			}
		}
	}
	for name, code := range otherNames {
		codes[name] = code
	}
	return codes
})

// otherNames are names in use that the CLDR does not prefer: those of ISO 3166-1 and of registries.
var otherNames = map[string]string{
	"usa": "US", "united states of america": "US", "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
	"northern ireland": "GB", "korea, republic of": "KR", "republic of korea": "KR", "korea, democratic people's republic of": "KP",
	"russian federation": "RU", "viet nam": "VN", "czech republic": "CZ", "czechia": "CZ", "turkey": "TR", "türkiye": "TR", "turkiye": "TR",
	"iran, islamic republic of": "IR", "moldova, republic of": "MD", "macedonia, the former yugoslav republic of": "MK",
	"syrian arab republic": "SY", "lao people's democratic republic": "LA", "tanzania, united republic of": "TZ", "the netherlands": "NL",
	"congo, the democratic republic of the": "CD", "côte d'ivoire": "CI", "cote d'ivoire": "CI", "hong kong": "HK", "macau": "MO", "macao": "MO",
	"palestinian territories, occupied": "PS", "people's republic of china": "CN", "p.r. china": "CN", "pr china": "CN", "the bahamas": "BS", "bosnia and herzegovina": "BA",
}
