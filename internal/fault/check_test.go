package fault_test

import (
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/fault"
)

func TestTextsThatCannotBeKept(t *testing.T) {
	for name, s := range map[string]string{
		"invalid UTF-8":                  "a\xff",
		"invalid UTF-8 as JSON reads it": "a\ufffd",
		"NUL":                            "a\x00",
		"control character":              "a\x1b",
		"blank":                          " \t",
		"too long":                       strings.Repeat("é", 11),
	} {
		var c fault.Check
		c.Text("title", s, 1, 10)
		list := fault.All(c.Err())
		if len(list) != 1 || list[0].Code != fault.Invalid || strings.Join(list[0].Field, ".") != "title" {
			t.Errorf("%s: %v", name, c.Err())
		}
	}
	var c fault.Check
	c.Text("title", strings.Repeat("中", 10), 1, 10)
	c.Text("title", "é\n", 1, 10)
	if c.Err() != nil {
		t.Error(c.Err())
	}
}
