package importer

import (
	"reflect"
	"slices"
	"strconv"
)

// field is a source and the name of what it feeds: "title", "owner.country", "technologies.columns.0".
type field struct {
	name   string
	source *Source
}

// fields are all the sources of a map, by the names in its YAML.
func (m *Map) fields() []field {
	var all []field
	switch {
	case m.Organisation != nil:
		all = sourcesOf("", m.Organisation)
	default:
		all = slices.Concat(sourcesOf("", m.Opportunity), sourcesOf("owner.", m.Owner))
	}
	if m.Technologies != nil {
		for i, s := range m.Technologies.Columns {
			all = append(all, field{"technologies.columns." + strconv.Itoa(i), s})
		}
		for i, s := range m.Technologies.AlsoIn {
			all = append(all, field{"technologies.alsoIn." + strconv.Itoa(i), s})
		}
	}
	if m.PerMarket != nil {
		all = append(all, field{"perMarket.in", m.PerMarket.In})
	}
	return all
}

// sourcesOf finds the sources of a struct that has nothing else.
func sourcesOf(prefix string, fields any) []field {
	var all []field
	v := reflect.ValueOf(fields).Elem()
	for i := range v.NumField() {
		if s, _ := v.Field(i).Interface().(*Source); s != nil {
			all = append(all, field{prefix + v.Type().Field(i).Tag.Get("yaml"), s})
		}
	}
	return all
}

// columns are the columns that a map reads, each once, as it spells them.
func (m *Map) columns() []string {
	var all []string
	for _, f := range m.fields() {
		f.source.walk(func(s *Source) {
			for _, c := range []string{s.Column, s.StartingWith} {
				if c != "" && c[0] != '@' && !slices.Contains(all, c) {
					all = append(all, c)
				}
			}
		})
	}
	return all
}
