package mission

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/bioxclusters/portal/internal/mail"
)

// Calendar is the mission as iCalendar (RFC 5545): its days, and a line of the programme each. Event ids stay the same, and
// the sequence is the mission's version, so that a later calendar replaces an earlier one. The same mission gives the same text.
func (m *Mission) Calendar(base string) string {
	c := ics.NewCalendarFor("bioXclusters portal")
	c.SetMethod(ics.MethodPublish)
	link := fmt.Sprintf("%s/missions/%s", base, m.ID)
	days := m.event(c, string(m.ID), m.Title, m.Venue, link)
	days.SetAllDayStartAt(m.StartsOn.Begin(time.UTC))
	days.SetAllDayEndAt(m.EndsOn.Add(1).Begin(time.UTC)) // the day after, by the RFC
	days.SetTimeTransparency(ics.TransparencyTransparent)
	for i, item := range m.Agenda() {
		e := m.event(c, fmt.Sprintf("%s-%d", m.ID, i+1), item.Title, item.Place, link)
		e.SetStartAt(item.StartsAt)
		e.SetEndAt(item.EndsAt)
	}
	return c.Serialize()
}

func (m *Mission) event(c *ics.Calendar, name, title, place, link string) *ics.VEvent {
	e := c.AddEvent(name + "@bioxclusters")
	e.SetDtStampTime(m.UpdatedAt)
	e.SetSummary(title)
	e.SetURL(link)
	e.SetSequence(m.Version)
	if place == "" {
		place = m.City
	}
	if place != "" {
		e.SetLocation(place)
	}
	return e
}

// attachments are the files that go with a letter about a mission.
func (a *act) attachments(kind mail.Kind) []mail.Attachment {
	if kind != mail.RegistrationConfirmed && kind != mail.MissionReminder {
		return nil
	}
	return []mail.Attachment{{Name: "mission.ics", Type: "text/calendar; charset=utf-8; method=PUBLISH", Content: a.mission.Calendar(a.base)}}
}
