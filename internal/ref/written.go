package ref

import (
	"database/sql"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
)

// Text is a text in one of the portal's languages.
type Text struct {
	Language string // ISO 639-1
	Text     string
}

// Written tells whether a row was written over the version that its writer knew: CONFLICT on expectedVersion when it was not.
func Written(done sql.Result) error {
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "expectedVersion", "Somebody else changed this meanwhile. Please read it again.")
	}
	return err
}

// Next is the version that follows the one that a writer knew; nil and 0 are none.
func Next(known *int) int {
	if known == nil {
		return 1 + 1 // version 1 is the files'
	}
	return max(*known, 1) + 1
}

// CheckTexts notes what is wrong with texts by language: each portal language at most once, English always, each a line.
func CheckTexts(c *fault.Check, field string, texts []Text, most int) {
	c.Count(field, len(texts), 1, len(language.All))
	seen := map[string]bool{}
	for i, t := range texts {
		c.That(language.Portal(t.Language) && !seen[t.Language], fault.Item(field, i, "language"), "There is no such choice.")
		c.Line(fault.Item(field, i, "text"), t.Text, 1, most)
		seen[t.Language] = true
	}
	c.That(seen[language.Default], field, "Please give the English text too.")
}
