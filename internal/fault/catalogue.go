package fault

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"
)

//go:embed catalogue
var catalogueFiles embed.FS

// catalogues maps a language to its translations of formats; English needs none.
var catalogues = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	files, err := catalogueFiles.ReadDir("catalogue")
	if err != nil {
		panic(err) // embedded: cannot fail at run time
	}
	for _, f := range files {
		raw, err := catalogueFiles.ReadFile(path.Join("catalogue", f.Name()))
		if err != nil {
			panic(err)
		}
		formats := map[string]string{}
		if err := json.Unmarshal(raw, &formats); err != nil {
			panic(fmt.Errorf("catalogue %s: %w", f.Name(), err))
		}
		all[strings.TrimSuffix(f.Name(), ".json")] = formats
	}
	return all
})

// In gives the message in a language of the portal, in English where there is no translation.
func (e *Error) In(language string) string {
	format, ok := catalogues()[language][e.Format]
	if !ok {
		format = e.Format
	}
	return fmt.Sprintf(format, e.Args...)
}
