package report

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

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

// labels are how the page says what the CSV, for machines, spells as the schema does.
var labels = map[string]string{
	"MEETING_HELD": "Meeting held", "NDA": "Non-disclosure agreement", "MEMORANDUM": "Memorandum of understanding", "DISTRIBUTION": "Distribution agreement",
	"LICENCE": "Licence", "RESEARCH_AGREEMENT": "Research agreement", "INVESTMENT": "Investment", "SALE": "Sale",
	"UNDISCLOSED": "not told", "UP_TO_10K": "up to 10,000", "UP_TO_100K": "up to 100,000", "UP_TO_1M": "up to 1,000,000", "ABOVE_1M": "above 1,000,000",
	"MICRO": "Micro", "SMALL": "Small", "MEDIUM": "Medium-sized", "LARGE": "Large", "unknown": "Figures lacking",
	"DRAFT": "draft", "OPEN": "open for registration", "CLOSED": "registration closed", "CONFIRMED": "list final", "RUNNING": "taking place",
	"COMPLETED": "completed", "CANCELLED": "cancelled",
	"all": "All", "overall": "All in all", "programme": "Programme", "meetings": "Meetings", "organisation": "Organisation of the mission",
}

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"style": func() template.HTML { return template.HTML("<style>" + style + "</style>") }, // our own constant
	"share": func(n, of int) string {
		if of == 0 {
			return "–"
		}
		return fmt.Sprintf("%d %%", (100*n+of/2)/of)
	},
}).Parse(pageText))

// page is a report in a language.
type page struct {
	*Report
	words map[string]string
	By    []table
}

// T says an English text in the page's language, its arguments filled in.
func (p page) T(text string, args ...any) string {
	text = cmp.Or(p.words[text], text)
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Label says a code in the page's language.
func (p page) Label(code any) string {
	return p.T(cmp.Or(labels[fmt.Sprint(code)], fmt.Sprint(code)))
}

// Measure says what a figure of satisfaction measures.
func (p page) Measure(measure string) string {
	if score, ok := strings.CutPrefix(measure, "answers of "); ok {
		return p.T("answers of %s", score)
	}
	return p.T(measure)
}

// Answers are the figures of satisfaction.
func (p page) Answers() []row { return satisfaction(p.Satisfaction) }

// table is one table of the page.
type table struct {
	Caption, Of string
	Rows        []tableRow
}

type tableRow struct {
	Name string
	mission.Figures
}

// HTML writes a report as one page for the screen and for paper, in the report's language: no script, and nothing loaded from elsewhere.
func (r *Report) HTML(w io.Writer) error {
	p := page{Report: r, words: wordsIn(r.Language)}
	by := []table{{Caption: "By cluster", Of: "Cluster"}, {Caption: "By size", Of: "Size class"}, {Caption: "By technology", Of: "Technology"}}
	for _, f := range r.Participation.ByCluster {
		by[0].Rows = append(by[0].Rows, tableRow{r.clusters[f.ClusterID], f.Figures})
	}
	for _, f := range r.Participation.BySize {
		by[1].Rows = append(by[1].Rows, tableRow{p.Label(sizeName(f.SizeClass)), f.Figures})
	}
	for _, f := range r.Participation.ByTechnology {
		by[2].Rows = append(by[2].Rows, tableRow{r.technologies[f.TechnologyID].LabelIn(r.Language), f.Figures})
	}
	p.By = by
	return pageTemplate.Execute(w, p)
}
