package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/bioxclusters/portal/internal/language"
)

// Every file words/LANGUAGE.json holds the page's texts in a language, by the English ones.
//
//go:embed words
var wordFiles embed.FS

var allWords = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, code := range language.All {
		if code == language.Default {
			continue
		}
		raw, err := wordFiles.ReadFile("words/" + code + ".json")
		if err != nil {
			panic(err) // embedded: cannot fail at run time
		}
		words := map[string]string{}
		if err := json.Unmarshal(raw, &words); err != nil {
			panic(fmt.Errorf("words of the report in %s: %w", code, err))
		}
		all[code] = words
	}
	return all
})

// wordsIn gives the texts of a language; nil, which is English, for one that the portal does not speak.
func wordsIn(code string) map[string]string { return allWords()[code] }
