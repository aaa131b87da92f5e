// Package fault holds the portal's errors that people read: a code, the field at fault, and a message in plain words.
//
// A message is written once, in English, as a format; the catalogues beside this file carry it into the other languages of
// the portal. Whatever is not a fault.Error is nobody's business but the log's.
package fault

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Code says what kind of fault it is; clients decide on it.
type Code string

// The codes that the portal answers with. GraphQL's own parse and validation codes stand beside them, unchanged.
const (
	Invalid         Code = "INVALID"         // the input breaks a rule; Field says where
	NotFound        Code = "NOT_FOUND"       // there is no such thing, or not for this viewer
	Conflict        Code = "CONFLICT"        // the input is fine, but not with how things stand
	Forbidden       Code = "FORBIDDEN"       // the thing is visible, the act is not allowed
	Unauthenticated Code = "UNAUTHENTICATED" // nobody is signed in
	Limited         Code = "LIMITED"         // too much, too often
	Unavailable     Code = "UNAVAILABLE"     // a part of the portal does not answer; trying again may help
	Internal        Code = "INTERNAL"        // everything else
)

// Error is one fault. It is a value to hand out and compare by Code; do not change one after making it.
type Error struct {
	Code   Code
	Field  []string // path from the input's root, empty when no field is at fault: ["delegates", "0", "email"]
	Format string   // the English message, with fmt verbs for Args; the key of the catalogues
	Args   []any
}

// New makes a fault; field is a dotted path below the input ("delegates.0.email"), "" for none.
func New(code Code, field, format string, args ...any) *Error {
	e := &Error{Code: code, Format: format, Args: args}
	if field != "" {
		e.Field = strings.Split(field, ".")
	}
	return e
}

// Error gives the message in English.
func (e *Error) Error() string { return fmt.Sprintf(e.Format, e.Args...) }

// Is makes errors.Is compare by code alone.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// At returns a copy of the fault with its field below prefix; "" leaves it where it is.
func (e *Error) At(prefix string) *Error {
	if prefix == "" {
		return e
	}
	c := *e
	c.Field = append(strings.Split(prefix, "."), e.Field...)
	return &c
}

// Missing is the answer for what does not exist, or not for this viewer: always the same words.
func Missing(field string) *Error { return New(NotFound, field, "There is no such item.") }

// List is several faults at once, all of one input.
type List []*Error

// Error joins the messages.
func (l List) Error() string {
	var b strings.Builder
	for i, e := range l {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(e.Error())
	}
	return b.String()
}

// Is makes errors.Is true when any fault of the list has the code.
func (l List) Is(target error) bool {
	return slices.ContainsFunc(l, func(e *Error) bool { return e.Is(target) })
}

// All returns the faults that err is made of, nil when it is none.
func All(err error) List {
	var list List
	if errors.As(err, &list) {
		return list
	}
	var one *Error
	if errors.As(err, &one) {
		return List{one}
	}
	return nil
}
