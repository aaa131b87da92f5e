package graph

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzDocument sends any text as a document; make fuzz looks for new ones, make test sends the seeds.
func FuzzDocument(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.graphql")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	for _, seed := range append(odd, everything(), bomb(30, "code"), introspectionBomb(40), "{opportunities(first:100){nodes{market{code}}}}") {
		f.Add(seed)
	}
	h := newHouse(f)
	f.Fuzz(func(t *testing.T, document string) {
		a := h.post(t, "visitor", request(t, document, nil), "Accept: "+mediaResponse)
		if a.status >= 500 || a.took > 2*time.Second*slowdown || bytes.Contains(a.body, []byte(`"code":"INTERNAL"`)) {
			t.Errorf("status %d after %s: %.400s", a.status, a.took, a.body)
		}
		a.read(t)
	})
}

// FuzzRequest sends any bytes as a request.
func FuzzRequest(f *testing.F) {
	for _, seed := range []string{askMarkets, "", "null", "[]", `{"query":7}`, `{"query":"{markets{code}}","variables":{"a":[{}]},"extensions":{"persistedQuery":{"sha256Hash":""}},"documentId":"x"}`} {
		f.Add([]byte(seed))
	}
	h := newHouse(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if a := h.post(t, "visitor", body); a.status >= 500 || a.took > 2*time.Second*slowdown || bytes.Contains(a.body, []byte(`"code":"INTERNAL"`)) {
			t.Errorf("status %d after %s: %.400s", a.status, a.took, a.body)
		}
	})
}
