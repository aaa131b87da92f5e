package language

import (
	"encoding/json"
	"fmt"
	"io/fs"
)

// Words reads FOLDER/LANGUAGE.json for every language of the portal but Default: texts by the English ones, which need no file. The files are
// embedded: one that is missing or broken is a mistake of ours, and panics.
func Words(files fs.FS, folder string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, code := range All {
		if code == Default {
			continue
		}
		raw, err := fs.ReadFile(files, folder+"/"+code+".json")
		if err != nil {
			panic(err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(raw, &words); err != nil {
			panic(fmt.Errorf("%s in %s: %w", folder, code, err))
		}
		all[code] = words
	}
	return all
}
