package report

import (
	"embed"
	"sync"

	"github.com/bioxclusters/portal/internal/language"
)

// Every file words/LANGUAGE.json holds the page's texts in a language, by the English ones.
//
//go:embed words
var wordFiles embed.FS

var allWords = sync.OnceValue(func() map[string]map[string]string { return language.Words(wordFiles, "words") })

// wordsIn gives the texts of a language; nil, which is English, for one that the portal does not speak.
func wordsIn(code string) map[string]string { return allWords()[code] }
