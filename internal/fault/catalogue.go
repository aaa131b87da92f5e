package fault

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
)

//go:embed catalogue
var catalogueFiles embed.FS

// catalogues maps a language to its translations of formats and of the domain's words; English needs none.
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

// In gives the message in a language of the portal, in English where there is no translation. Arguments that are words of
// the domain, such as the status CLOSED, are carried over too; English spells them as the schema does.
func (e *Error) In(language string) string {
	words := catalogues()[language]
	format, ok := words[e.Format]
	if !ok {
		return e.Error()
	}
	args := slices.Clone(e.Args)
	for i, arg := range args {
		if v := reflect.ValueOf(arg); v.Kind() == reflect.String && v.Type() != reflect.TypeFor[string]() {
			args[i] = cmp.Or(words[v.String()], v.String())
		}
	}
	return fmt.Sprintf(format, args...)
}
