package main

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestMeasures compares with values worked out by hand from trec_eval's definitions.
func TestMeasures(t *testing.T) {
	judged := map[string]int{"a": 2, "b": 1, "c": 1, "d": 0, "e": -1, "missing": 1}
	long := make([]string, 120)
	for i := range long {
		long[i] = "other"
	}
	long[9], long[49], long[50], long[99], long[100] = "a", "b", "c", "missing", "e"
	log2 := func(x float64) float64 { return math.Log2(x) }
	ideal := 2 + 1/log2(3) + 1/log2(4) + 1/log2(5)
	for _, c := range []struct {
		name    string
		ranking []string
		want    measures
	}{
		{"nothing", nil, measures{}},
		{"some", []string{"d", "b", "x", "a"}, measures{(1.0/2 + 2.0/4) / 4, (1/log2(3) + 2/log2(5)) / ideal, 2.0 / 5, 2.0 / 4}},
		{"best", []string{"a", "b", "c", "missing"}, measures{1, 1, 4.0 / 5, 1}},
		{"negative judgements gain nothing", []string{"e", "c"}, measures{1.0 / 2 / 4, 1 / log2(3) / ideal, 1.0 / 5, 1.0 / 4}},
		{"cuts", long, measures{(1.0/10 + 2.0/50) / 4, 2 / log2(11) / ideal, 0, 1}},
	} {
		got := measuresOf(c.ranking, judged)
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(measures{}), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if got := measuresOf([]string{"a"}, map[string]int{"a": 0}); got != (measures{}) {
		t.Errorf("nothing to find: %v", got)
	}
}

// folder writes a collection with the oddities that collections have.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "qrels"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func odd() map[string]string {
	return map[string]string{
		"corpus.jsonl": "\ufeff" + `{"_id": "d1", "title": "Antibodies", "text": "Monoclonal antibodies against tumours", "metadata": {"url": "x"}}` + "\r\n\r\n" +
			`{"_id": 2, "text": "Bone implants of titanium"}` + "\n" +
			`{"_id": "d3", "title": null, "text": ""}` + "\n" +
			`{"_id": "d1", "title": "again", "text": "titanium titanium"}` + "\n" +
			`{"_id": "d4", "title": "Titanium", "text": "` + strings.Repeat("dust ", 30_000) + `"}`,
		"queries.jsonl": `{"_id": "q1", "text": "antibody for a tumour"}` + "\r\n" + `{"_id": "q2", "text": ""}` + "\n" +
			`{"_id": "q3", "text": "titanium implant"}` + "\n" + `{"_id": "unjudged", "text": "dust"}`,
		"qrels/test.tsv": "query-id\tcorpus-id\tscore\r\nq1\td1\t2\r\nq2\td1\t1\nq3\t2\t1\nq3\tgone\t1\n\n",
	}
}

func TestMeasureReadsOddCollections(t *testing.T) {
	run := filepath.Join(t.TempDir(), "run")
	var out bytes.Buffer
	if err := measure(folder(t, odd()), run, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	// q1 finds all, q2 nothing, and q3 the first of two: nDCG 1/(1+1/log2(3)), precision 1/5.
	if want := "relevance map@50=0.5000 ndcg@10=0.5377 p@5=0.1333 recall@100=0.5000\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	written, err := os.ReadFile(run)
	if err != nil {
		t.Fatal(err)
	}
	if want := "q1 Q0 d1 1 1000 portal\nq3 Q0 2 1 1000 portal\nq3 Q0 d4 2 999 portal\n"; string(written) != want {
		t.Errorf("got %q, want %q", written, want)
	}
}

func TestMeasureSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"not JSON":     {"corpus.jsonl", "{\"_id\": \"a\"}\n{oops}\n", "corpus.jsonl, line 2"},
		"no id":        {"queries.jsonl", "{\"text\": \"a\"}\n", "queries.jsonl, line 1: no _id"},
		"two columns":  {"qrels/test.tsv", "q1\td1\n", "test.tsv, line 1: 2 columns"},
		"no number":    {"qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\tmuch\n", "test.tsv, line 2"},
		"nothing read": {"", "", "no such file"},
	} {
		files := odd()
		if c.file == "" {
			delete(files, "corpus.jsonl")
		} else {
			files[c.file] = c.text
		}
		if err := measure(folder(t, files), "", io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := measure("", "", io.Discard, io.Discard); err == nil {
		t.Error("no folder is no mistake")
	}
}
