package demo

import (
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
)

// profile writes the description of an organisation and the texts of its capabilities.
func (w *world) profile(b *business) (description string, capabilities []string) {
	table := "sme-text"
	if b.market != nil {
		table = "partner-text"
	}
	d := roll(w.Seed, table, b.number)
	first := b.capabilities[0]
	v := w.voice(d, b.language, first.subject(), first.area(w), b.markets[0])
	v.name, v.city, v.year, v.people = b.name, b.town.name, b.founded, max(2, b.headcount)
	if v.Language == "zh" {
		v.city = chineseTowns[v.city]
	}
	description = v.join(v.say(v.Intro), v.talk(v.Focus, 2), v.say(v.Close))
	if b.kind != organisation.Company {
		description = v.talk(v.Others[string(b.kind)], 3)
	}
	for _, c := range b.capabilities {
		v := w.voice(d, b.language, c.subject(), c.area(w), b.markets[0])
		if c.direction == organisation.Seeks {
			capabilities = append(capabilities, v.say(v.Seeks))
		} else {
			capabilities = append(capabilities, v.say(v.Offers))
		}
	}
	return description, capabilities
}

// essay is the texts of an opportunity.
type essay struct{ title, summary, description, advantages, specification, partnerSought string }

// Lengths of texts, in characters, as package opportunity has them.
const (
	titleLength   = 256
	summaryLength = 500
)

// essay writes the texts of an opportunity, with a title that fresh accepts: each attempt is written anew.
func (w *world) essay(x *deal, fresh func(title string) bool) essay {
	d := roll(w.Seed, "opportunity-text", x.number)
	v := w.voice(d, x.language, x.subject, x.area, x.market)
	side := "cluster"
	if x.owner.market != nil {
		side = "market"
	}
	titles := v.Titles[side][string(x.kind)]
	var e essay
	for range 8 {
		if e.title = cut(v.say(titles), titleLength); fresh(e.title) {
			break
		}
		e.title = ""
		v = w.voice(d, x.language, x.subject, x.area, x.market)
	}
	g := gesture(x.kind)
	e.summary = v.say(v.Summary[g])
	if d.chance(15) && x.status == opportunity.Draft {
		return e // somebody has only begun
	}
	e.summary = cut(e.summary, summaryLength)
	middle := v.Substance
	if g == "request" {
		middle = v.Need
	}
	e.description = v.join(v.say(v.Context), v.talk(middle, d.between(1, 3)), v.say(v.Plan))
	if g == "offer" || d.chance(20) {
		e.advantages = v.talk(v.Advantages, d.between(1, 3))
	}
	if g == "request" || d.chance(15) {
		e.specification = v.talk(v.Specification, d.between(1, 3))
	}
	var wishes []string
	for _, p := range x.partnerships {
		wishes = append(wishes, v.say(v.Wish[string(p)]))
	}
	e.partnerSought = v.join(append(slices.Compact(wishes), v.say(v.Role))...)
	return e
}

// cut shortens a text to so many characters at the end of a word.
func cut(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	short := string(runes[:most])
	if at := strings.LastIndexAny(short, " 。."); at > most/2 {
		short = short[:at]
	}
	return short
}
