package importer

import (
	"os"
	"testing"
)

// A real export, when there is one beside the project: 100 studies, of which 39 list a site in China or Hong Kong, 34 in the United
// States and 3 in Brazil.
func TestRealExport(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/data/clinicaltrials_sample.csv")
	if err != nil {
		t.Skip("there is no real export here")
	}
	im, d := newImporter(t)
	m := loadMap(t, "clinicaltrials")
	report := im.run(t, m, string(raw), nil)
	t.Log(report.text(t))
	if report.Read != 100 || report.Refused != 0 || report.Created != 76 || report.LeftOut != 32 || !report.Written {
		t.Fatalf("%+v", report)
	}
	for code, want := range map[string]int{"CN": 39, "US": 34, "BR": 3} {
		if got := count(t, d, `select count(*) from opportunity o join market m on m.id = o.market_id where m.code = $1 and origin = 'IMPORTED'`, code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
	if n := count(t, d, `select count(*) from opportunity where status = 'PUBLISHED'`); n != 24 { // recruiting or planned
		t.Errorf("%d are PUBLISHED", n)
	}
	again := im.run(t, m, string(raw), nil)
	if again.Created != 0 || again.Changed != 0 || again.Unchanged != 76 || again.Owners != 0 {
		t.Errorf("the second import: %+v", again)
	}
}
