package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/bioxclusters/portal/internal/matching"
)

// language is the one that collections in this layout are in.
const language = "en"

// collection is a judged collection: its documents, its queries that have judgements, and how relevant which document is to which
// query, above 0 being relevant.
type collection struct {
	documents []matching.Document
	queries   []query
	judged    map[string]map[string]int // by query and document
}

type query struct{ id, text string }

// read reads a collection. Of documents or queries with the same id the first counts. Blank lines, line ends of Windows and missing
// or empty titles and texts are taken as they come; anything else that cannot be read is an error that names file and line.
func read(dir string) (*collection, error) {
	c := &collection{judged: map[string]map[string]int{}}
	if err := c.readJudgements(filepath.Join(dir, "qrels", "test.tsv")); err != nil {
		return nil, err
	}
	err := eachRecord(filepath.Join(dir, "corpus.jsonl"), func(r record) {
		c.documents = append(c.documents, matching.Document{ID: string(r.ID), Kind: matching.TechnologyOffer, Language: language,
			Title: string(r.Title), Text: string(r.Text)})
	})
	if err != nil {
		return nil, err
	}
	return c, eachRecord(filepath.Join(dir, "queries.jsonl"), func(r record) {
		if c.judged[string(r.ID)] != nil {
			c.queries = append(c.queries, query{string(r.ID), string(r.Text)})
		}
	})
}

// record is a line of a JSON lines file.
type record struct {
	ID    loose `json:"_id"`
	Title loose `json:"title"`
	Text  loose `json:"text"`
}

// loose is a string that may be written as a number or be null.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err == nil {
		if s != nil {
			*l = loose(*s)
		}
		return nil
	}
	var n json.Number
	err := json.Unmarshal(b, &n)
	*l = loose(n)
	return err
}

func eachRecord(file string, visit func(record)) error {
	seen := map[loose]bool{}
	return eachLine(file, func(line []byte) error {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if r.ID == "" {
			return errors.New("no _id")
		}
		if !seen[r.ID] {
			seen[r.ID] = true
			visit(r)
		}
		return nil
	})
}

// readJudgements reads query, document and score from each line, but the first if that is a header.
func (c *collection) readJudgements(file string) error {
	first := true
	return eachLine(file, func(line []byte) error {
		fields := strings.Split(string(line), "\t")
		if len(fields) != 3 {
			fields = strings.Fields(string(line))
		}
		header := first
		first = false
		if len(fields) != 3 {
			return fmt.Errorf("%d columns, not query, document and score", len(fields))
		}
		score, err := strconv.ParseFloat(strings.TrimSpace(fields[2]), 64)
		if err != nil {
			if header {
				return nil
			}
			return err
		}
		q, d := strings.TrimSpace(fields[0]), strings.TrimSpace(fields[1])
		if c.judged[q] == nil {
			c.judged[q] = map[string]int{}
		}
		c.judged[q][d] = int(score)
		return nil
	})
}

// eachLine visits the lines of a file that are not blank, however long.
func eachLine(file string, visit func([]byte) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	for number := 1; ; number++ {
		line, err := r.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return err
		}
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if line := bytes.TrimSpace(line); len(line) > 0 {
			if err := visit(line); err != nil {
				return fmt.Errorf("%s, line %d: %w", file, number, err)
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}
