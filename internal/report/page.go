package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/bioxclusters/portal/internal/mission"
)

//go:embed page.html
var pageText string

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border-bottom:1px solid #999;padding:.25rem .5rem;text-align:right}
th[scope=row],thead th:first-child{text-align:left}
tr{break-inside:avoid}h2{break-after:avoid}
@page{margin:1.5cm}`

// PagePolicy is the Content-Security-Policy that Page needs: its own style and nothing else.
var PagePolicy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"style": func() template.HTML { return template.HTML("<style>" + style + "</style>") }, // our own constant
	"share": func(n, of int) string {
		if of == 0 {
			return "–"
		}
		return fmt.Sprintf("%d %%", (100*n+of/2)/of)
	},
}).Parse(pageText))

// table is one table of the page.
type table struct {
	Caption, Of string
	Rows        []tableRow
}

type tableRow struct {
	Name string
	mission.Figures
}

// HTML writes a report as one page for the screen and for paper: no script, and nothing loaded from elsewhere.
func (r *Report) HTML(w io.Writer) error {
	by := []table{{Caption: "By cluster", Of: "Cluster"}, {Caption: "By size", Of: "Size class"}, {Caption: "By technology", Of: "Technology"}}
	for _, f := range r.Participation.ByCluster {
		by[0].Rows = append(by[0].Rows, tableRow{r.clusters[f.ClusterID], f.Figures})
	}
	for _, f := range r.Participation.BySize {
		by[1].Rows = append(by[1].Rows, tableRow{sizeName(f.SizeClass), f.Figures})
	}
	for _, f := range r.Participation.ByTechnology {
		by[2].Rows = append(by[2].Rows, tableRow{r.technologies[f.TechnologyID], f.Figures})
	}
	return pageTemplate.Execute(w, map[string]any{"Report": r, "By": by, "Note": MeetingsNote, "Satisfaction": satisfaction(r.Satisfaction)})
}
