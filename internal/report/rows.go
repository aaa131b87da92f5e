package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/mission"
)

// row is one figure of a report.
type row struct{ Section, Item, Measure, Value string }

// CSV writes a report with a figure a line (section, item, measure, value), in UTF-8 with CRLF (RFC 4180).
func (r *Report) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	lines := append([]row{{"section", "item", "measure", "value"}}, r.rows()...)
	for _, l := range lines {
		if err := out.Write([]string{harmless(l.Section), harmless(l.Item), harmless(l.Measure), harmless(l.Value)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking a cell for a formula
// (https://owasp.org/www-community/attacks/CSV_Injection), in its full-width spellings too.
func harmless(cell string) string {
	if trimmed := strings.TrimLeft(cell, " \u00a0\u3000"); strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") || strings.HasPrefix(cell, "\n") ||
		trimmed != "" && strings.ContainsRune("=+-@＝＋－＠|", []rune(trimmed)[0]) {
		return "'" + cell
	}
	return cell
}

func (r *Report) rows() []row {
	m := r.Mission
	list := []row{
		{"mission", m.Title, "id", string(m.ID)}, {"mission", m.Title, "status", string(m.Status)},
		{"mission", m.Title, "first day", string(m.StartsOn)}, {"mission", m.Title, "last day", string(m.EndsOn)},
		{"mission", m.Title, "capacity", strconv.Itoa(m.Capacity)},
	}
	list = append(list, figures("participation", "all", r.Participation.Total)...)
	for _, f := range r.Participation.ByCluster {
		list = append(list, figures("participation by cluster", r.clusters[f.ClusterID], f.Figures)...)
	}
	for _, f := range r.Participation.BySize {
		list = append(list, figures("participation by size", sizeName(f.SizeClass), f.Figures)...)
	}
	for _, f := range r.Participation.ByTechnology {
		list = append(list, figures("participation by technology", r.technologies[f.TechnologyID].LabelIn(language.Default), f.Figures)...)
	}
	list = append(list, row{"meetings", MeetingsNote, "held", strconv.Itoa(r.Meetings)})
	for _, c := range r.Outcomes {
		list = append(list, row{"outcomes", string(c.Kind), string(c.ValueBand), strconv.Itoa(c.Number)})
	}
	return append(list, satisfaction(r.Satisfaction)...)
}

func figures(section, item string, f mission.Figures) []row {
	return []row{
		{section, item, "registered", strconv.Itoa(f.Registered)}, {section, item, "confirmed", strconv.Itoa(f.Confirmed)},
		{section, item, "attended", strconv.Itoa(f.Attended)}, {section, item, "no show", strconv.Itoa(f.NoShow)},
		{section, item, "delegates", strconv.Itoa(f.Delegates)},
	}
}

func satisfaction(s *mission.Satisfaction) []row {
	list := []row{{"satisfaction", "all", "asked", strconv.Itoa(s.Asked)}, {"satisfaction", "all", "answers", strconv.Itoa(s.Answers)}}
	for _, a := range []struct {
		item    string
		average *float64
	}{{"overall", s.Average()}, {"programme", s.Programme()}, {"meetings", s.Meetings()}, {"organisation", s.Organisation()}} {
		if a.average != nil {
			list = append(list, row{"satisfaction", a.item, "average of 1 to 5", strconv.FormatFloat(*a.average, 'f', 2, 64)})
		}
	}
	for i, n := range s.Scores() {
		list = append(list, row{"satisfaction", "overall", "answers of " + strconv.Itoa(i+1), strconv.Itoa(n)})
	}
	return list
}

func sizeName(class *string) string {
	if class == nil {
		return "unknown"
	}
	return *class
}
