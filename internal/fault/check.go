package fault

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check gathers the faults of one input, so that people see all of them at once.
// The zero value is ready; Err returns nil when nothing was wrong.
type Check struct{ list List }

// Add notes a fault that the caller found.
func (c *Check) Add(code Code, field, format string, args ...any) {
	c.list = append(c.list, New(code, field, format, args...))
}

// That notes an INVALID fault unless ok.
func (c *Check) That(ok bool, field, format string, args ...any) {
	if !ok {
		c.Add(Invalid, field, format, args...)
	}
}

// Merge notes the faults of another check below a field.
func (c *Check) Merge(prefix string, err error) {
	for _, e := range All(err) {
		c.list = append(c.list, e.At(prefix))
	}
}

// Err returns what was found.
func (c *Check) Err() error {
	if len(c.list) == 0 {
		return nil
	}
	return c.list
}

// Text checks a text of at most most characters; least 1 makes it mandatory. It refuses invalid UTF-8 – or U+FFFD, which is
// what reading JSON leaves of it – and control characters other than tab and line breaks, so that whatever passes can be stored.
func (c *Check) Text(field, s string, least, most int) {
	switch n := utf8.RuneCountInString(s); {
	case !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError):
		c.Add(Invalid, field, "This text is not valid UTF-8.")
	case strings.ContainsFunc(s, forbidden):
		c.Add(Invalid, field, "This text contains control characters.")
	case least > 0 && strings.TrimSpace(s) == "":
		c.Add(Invalid, field, "Please fill this in.")
	case n < least:
		c.Add(Invalid, field, "Please write at least %d characters.", least)
	case n > most:
		c.Add(Invalid, field, "Please write at most %d characters; these are %d.", most, n)
	}
}

// Line is Text on one line: no tab or line break either.
func (c *Check) Line(field, s string, least, most int) {
	if strings.ContainsAny(s, "\t\r\n") {
		c.Add(Invalid, field, "Please write this on one line.")
		return
	}
	c.Text(field, s, least, most)
}

// Range checks a whole number.
func (c *Check) Range(field string, n, least, most int) {
	c.That(n >= least && n <= most, field, "Please give a number from %d to %d.", least, most)
}

// Count checks how many items a list has.
func (c *Check) Count(field string, n, least, most int) {
	switch {
	case n < least:
		c.Add(Invalid, field, "Please give at least %d of these.", least)
	case n > most:
		c.Add(Invalid, field, "Please give at most %d of these.", most)
	}
}

// Email checks the form of an address as HTML's input type=email does, within RFC 5321's 254 characters.
func (c *Check) Email(field, s string) {
	at := strings.LastIndexByte(s, '@')
	ok := len(s) <= 254 && at > 0 && at < len(s)-3 && strings.Contains(s[at+1:], ".") &&
		!strings.ContainsFunc(s, func(r rune) bool {
			return r == ' ' || unicode.IsControl(r) || r == utf8.RuneError || strings.ContainsRune(`"(),:;<>[\]`, r)
		}) && strings.Count(s, "@") == 1 && !strings.HasSuffix(s, ".") && !strings.HasPrefix(s, ".") &&
		!strings.Contains(s, "..") && !strings.Contains(s, ".@") && !strings.Contains(s, "@.")
	c.That(ok, field, "Please give an email address, such as name@example.org.")
}

// Website checks an http(s) address of a host with a dot, without a user's name, of at most 512 characters; "" passes.
func (c *Check) Website(field, s string) {
	var line Check
	line.Line("", s, 0, 512)
	u, err := url.Parse(s)
	ok := s == "" || err == nil && line.Err() == nil && !strings.ContainsAny(s, "\x00 \t\r\n") &&
		(u.Scheme == "http" || u.Scheme == "https") && u.User == nil && strings.Contains(u.Hostname(), ".")
	c.That(ok, field, "Please give a web address, such as https://example.org.")
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Slug checks a name that stands in addresses, of at most 64 characters.
func (c *Check) Slug(field, s string) {
	c.That(len(s) <= 64 && slugForm.MatchString(s), field, "Please give small letters, digits and hyphens.")
}

// Item is the path of one item of a list: Item("delegates", 0, "email") is "delegates.0.email".
func Item(list string, i int, rest ...string) string {
	return strings.Join(append([]string{list, strconv.Itoa(i)}, rest...), ".")
}

func forbidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' || r == '\ufffe' || r == '\uffff'
}
