package organisation

import (
	"testing"

	"github.com/bioxclusters/portal/internal/fault"
)

func TestSizeClass(t *testing.T) {
	million := func(n float64) *int64 { return ptr(int64(n * 1e6)) }
	for _, c := range []struct {
		what              string
		headcount         *int
		turnover, balance *int64
		want              SizeClass // "" for unknown
	}{
		{"nothing", nil, nil, nil, ""},
		{"no amounts", ptr(5), nil, nil, ""},
		{"no headcount", nil, million(1), million(1), ""},
		{"an empty company", ptr(0), million(0), nil, Micro},
		{"nine, 2 million", ptr(9), million(2), nil, Micro},
		{"nine, a cent more", ptr(9), ptr(int64(2_000_001)), nil, Small},
		{"nine, turnover too high but balance not", ptr(9), million(3), million(2), Micro},
		{"ten", ptr(10), million(1), million(1), Small},
		{"49, 10 million", ptr(49), million(10), nil, Small},
		{"50", ptr(50), million(1), million(1), Medium},
		{"249, 50 million turnover", ptr(249), million(50), million(100), Medium},
		{"249, 43 million balance", ptr(249), million(80), million(43), Medium},
		{"249, both too high", ptr(249), million(51), million(44), Large},
		{"44 million balance alone", ptr(9), nil, million(44), Large},
		{"250", ptr(250), million(1), million(1), Large},
	} {
		got := SizeClassOf(c.headcount, c.turnover, c.balance)
		if (got == nil) != (c.want == "") || got != nil && *got != c.want {
			t.Errorf("%s: %v, want %q", c.what, got, c.want)
		}
	}
}

func TestNameKey(t *testing.T) {
	for _, same := range [][]string{
		{"Acme Biotech", "ACME  BIOTECH, S.L.", "Acme Biotech SL", "acmé-biotech s.l.u.", "Acme Biotech Ltd.", "Acme Biotech Co., Ltd.", "Acme Biotech Inc", "Acme Biotech Ltda", "Acme Biotech GmbH & Co. KG", "Acme Biotech S.p.A.", "AcmeBiotech S.r.l."},
		{"Société Médicale SAS", "societe medicale s.a.s", "SOCIÉTÉ MÉDICALE"},
		{"上海华康生物有限公司", "上海华康生物", "上海华康生物股份有限公司"},
		{"Weiß AG", "WEISS"},
	} {
		for _, name := range same {
			if NameKey(name) != NameKey(same[0]) {
				t.Errorf("%q has key %q, %q has %q", name, NameKey(name), same[0], NameKey(same[0]))
			}
		}
	}
	for name, want := range map[string]string{"SAS": "sas", "S.L.": "sl", "Co": "co", "Vitamin C": "vitaminc", "Inc Ltd": "inc", "有限公司": NameKey("有限公司"), "!?": ""} {
		if got := NameKey(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if NameKey("Acme Biotech") == NameKey("Acme Biologics") {
		t.Error("different names meet")
	}
}

func TestSearchText(t *testing.T) {
	o := &Organisation{Kind: Company, Status: Verified, Listed: true, LegalName: "Acmé's", City: "Lyon", Description: "acme \\ '"}
	for _, c := range []struct {
		change func()
		want   string
	}{
		{func() {}, `'aacme' 'alyon' 'as' 'lacme' 'llyon' 'ls' 'sacme' 'ss' 'vacme' 'vs'`},
		{func() { o.MarketID = ptr(mkt("CN")) }, `'aacme' 'alyon' 'as' 'lacme' 'llyon' 'ls' 'sacme' 'slyon' 'ss' 'vacme' 'vs'`},
		{func() { o.Kind = Gateway }, `'aacme' 'alyon' 'as' 'lacme' 'llyon' 'ls' 'sacme' 'slyon' 'ss' 'vacme' 'vlyon' 'vs'`},
		{func() { o.Listed = false }, `'aacme' 'alyon' 'as'`},
		{func() { o.Listed, o.Status = true, Suspended }, `'aacme' 'alyon' 'as'`},
	} {
		if c.change(); SearchVector(o) != c.want {
			t.Errorf("%s, want %s", SearchVector(o), c.want)
		}
	}
	for text, want := range map[string]string{"": "", " !| & ": "", "Acmé bio": "'vacme' & 'vbio':*", "x'); drop": "'vx' & 'vdrop':*"} {
		if got := searchQuery(everyone, text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestWebsite(t *testing.T) {
	for s, want := range map[string]bool{
		"": true, "https://acme.example": true, "http://www.acme.example/a?b=c#d": true, "https://bücher.example": true,
		"javascript:alert(1)": false, "https://": false, "https://localhost": false, "ftp://acme.example": false, "https://me:pw@acme.example": false,
		"https://acme.example/\x00": false, "https://acme.example/\xff": false, "https://acme .example": false, "https://acme.example/\u0085": false,
	} {
		if websiteOK(s) != want {
			t.Errorf("%q: %v, want %v", s, !want, want)
		}
	}
	for s, want := range map[string]string{"https://WWW.Acme.example:8080/x": "acme.example", "http://acme.example": "acme.example", "": ""} {
		if got := websiteHost(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func websiteOK(s string) bool {
	var c fault.Check
	c.Website("website", s)
	return c.Err() == nil
}
