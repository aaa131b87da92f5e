// Package web carries the browser client: the files that the client's build leaves in dist, or none when it was not built.
package web

import (
	"embed"
	"encoding/json"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

// Dist returns the client's files, index.html at the root and hashed assets below assets/, and whether the client was built:
// without Node there is nothing but a placeholder. The files never change while the process runs.
func Dist() (fs.FS, bool) {
	files, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path: embedding it compiled
	}
	_, err = fs.Stat(files, "index.html")
	return files, err == nil
}

// Documents are the questions that the client asks, by their ids, such as sha256:…; none without a built client.
func Documents() map[string]string {
	raw, err := built.ReadFile("dist/.documents.json")
	if err != nil {
		return nil
	}
	var all map[string]string
	if err := json.Unmarshal(raw, &all); err != nil {
		panic(err) // the client's build wrote it
	}
	return all
}
