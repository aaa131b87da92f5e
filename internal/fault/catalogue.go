package fault

import (
	"cmp"
	"embed"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/bioxclusters/portal/internal/language"
)

//go:embed catalogue
var catalogueFiles embed.FS

// catalogues maps a language to its translations of formats and of the domain's words; English needs none.
var catalogues = sync.OnceValue(func() map[string]map[string]string { return language.Words(catalogueFiles, "catalogue") })

// In gives the message in a language of the portal, in English where there is no translation. Arguments that are words of
// the domain, such as the status CLOSED, are carried over too; English spells them as the schema does.
func (e *Error) In(code string) string {
	words := catalogues()[code]
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
