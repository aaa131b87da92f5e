package graph

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

var token = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*|"[^"]*"|#[^\n]*|[0-9.]+|\s+|.`)

// odd are pieces that a document is broken with.
var odd = []string{"{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "...", "|", "&", "=", `"`, `"""`, "#", "\\", "\x00", "\xff", "\ufeff", "é", "💥", "-", "1e999",
	"99999999999999999999", "null", "true", "on", "fragment F on", "query", "mutation", "subscription", "{}", "__typename", "__type", "__schema", "$x", "@skip(if:$x)",
	"@include", "@defer", "@access(rule: PUBLIC)", "first: -1", "after: \"\\u0000\"", "id: \"\\uD800\"", "input: {}", "node", "viewer", "a: a: a"}

// TestMalformedDocuments breaks the golden questions in five thousand ways.
func TestMalformedDocuments(t *testing.T) {
	h := newHouse(t)
	questions := [][]string{}
	files, _ := filepath.Glob("testdata/*/*.graphql")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		questions = append(questions, token.FindAllString(string(raw), -1))
	}
	random := rand.New(rand.NewPCG(2026, 11))
	people := []string{"visitor", "anna", "zoe"}
	for range 5000 {
		document := broken(random, questions[random.IntN(len(questions))])
		person := people[random.IntN(len(people))]
		a := h.post(t, person, request(t, document, nil), "Accept: "+mediaResponse)
		if a.status >= 500 || a.took > 2*time.Second*slowdown || bytes.Contains(a.body, []byte(`"INTERNAL"`)) {
			t.Errorf("%s, status %d after %s\n%s\n%.400s", person, a.status, a.took, document, a.body)
		}
		a.read(t)
	}
}

// broken changes a document in one to four places.
func broken(random *rand.Rand, tokens []string) string {
	parts := append([]string(nil), tokens...)
	for range 1 + random.IntN(4) {
		i, j := random.IntN(len(parts)), random.IntN(len(parts))
		switch random.IntN(6) {
		case 0:
			parts[i] = ""
		case 1:
			parts[i] = odd[random.IntN(len(odd))]
		case 2:
			parts[i] += " " + odd[random.IntN(len(odd))] + " "
		case 3:
			parts[i], parts[j] = parts[j], parts[i]
		case 4:
			parts[i] += " " + parts[j]
		case 5:
			parts = parts[:max(i, 1)]
		}
	}
	var out bytes.Buffer
	for _, p := range parts {
		out.WriteString(p)
	}
	return out.String()
}
