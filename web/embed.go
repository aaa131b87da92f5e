// Package web carries the browser client: the files that the client's build leaves in dist, or none when it was not built.
package web

import (
	"embed"
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
