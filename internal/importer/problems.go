package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/fault"
)

// problem is why a record is refused; operators read it, in English.
type problem struct{ field, reason string }

// problems are all those of a record.
type problems []problem

// Error joins them.
func (p problems) Error() string {
	var b strings.Builder
	for _, one := range p {
		b.WriteString(join(one.field, one.reason) + "; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

// add notes a problem, each only once.
func (p *problems) add(field, format string, args ...any) {
	if one := (problem{field, fmt.Sprintf(format, args...)}); !slices.Contains(*p, one) {
		*p = append(*p, one)
	}
}

// and adds what a noun found wrong, on fields that are not named already; nil when there is nothing at all. An error about something
// else comes back as it is.
func (p problems) and(err error) error {
	found := problemsOf(err)
	if err != nil && found == nil {
		return err
	}
	for _, one := range found {
		if !slices.ContainsFunc(p, func(known problem) bool { return known.field == one.field }) {
			p = append(p, one)
		}
	}
	if len(p) == 0 {
		return nil
	}
	return p
}

// below puts the fields below a prefix.
func (p problems) below(prefix string) problems {
	moved := slices.Clone(p)
	for i := range moved {
		moved[i].field = prefix + moved[i].field
	}
	return moved
}

// problemsOf is what is wrong with a record when err says so, nil when err is about something else.
func problemsOf(err error) problems {
	if p, ok := err.(problems); ok { //nolint:errorlint // made here, wrapped nowhere
		return p
	}
	var all problems
	for _, f := range fault.All(err) {
		if f.Code == fault.Unavailable || f.Code == fault.Internal {
			return nil
		}
		all.add(strings.Trim(strings.Join(f.Field, "."), "."), "%s", f.Error())
	}
	return all
}
