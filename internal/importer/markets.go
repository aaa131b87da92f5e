package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
)

// place is a market and the names by which a file may call its countries.
type place struct {
	market *market.Market
	names  []string // in lower case
}

// foundMarket is a market that a record names, and the record's places in it.
type foundMarket struct {
	code, name string
	id         id.Market
	places     []string
}

// newPlaces gives each market its names: those of the rules, else its code, those of its countries and its own in the portal's languages.
func newPlaces(markets []*market.Market, rules *MarketRules) ([]place, error) {
	places := make([]place, len(markets))
	unknown := map[string]bool{}
	if rules != nil {
		for code := range rules.Names {
			unknown[code] = true
		}
	}
	for i, m := range markets {
		names := slices.Concat([]string{m.Code}, slices.Collect(maps.Values(m.Names.V)), m.CountryList)
		if rules != nil && len(rules.Names[m.Code]) > 0 {
			names = rules.Names[m.Code]
			delete(unknown, m.Code)
		}
		for _, n := range names {
			places[i].names = append(places[i].names, strings.ToLower(n))
		}
		places[i].market = m
	}
	for code := range unknown {
		return nil, fmt.Errorf("perMarket.names: there is no market %q", code)
	}
	return places, nil
}

// holds tells whether a text is, or ends after a comma in, the name of a country of the market.
func (p place) holds(text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return slices.ContainsFunc(p.names, func(name string) bool {
		before, ends := strings.CutSuffix(text, name)
		return ends && (before == "" || strings.HasSuffix(strings.TrimRight(before, " "), ","))
	})
}

// markets finds the markets of a record: by perMarket's places, else the one of the market field, with what stands in it as its place.
func (r *row) markets(m *Map, all []place) []*foundMarket {
	name, source := "market", m.Opportunity.Market
	if m.PerMarket != nil {
		name, source = "perMarket.in", m.PerMarket.In
	}
	texts := r.list(name, source)
	var found []*foundMarket
	for _, p := range all {
		f := &foundMarket{p.market.Code, p.market.NameIn("en"), p.market.ID, nil}
		for _, text := range texts {
			if p.holds(text) {
				f.places = append(f.places, text)
			}
		}
		if f.places != nil {
			found = append(found, f)
		}
	}
	return found
}

// marketOf is the market of which a country is, "" for none.
func marketOf(country string, all []place) string {
	for _, p := range all {
		if country != "" && slices.Contains(p.market.CountryList, country) {
			return p.market.Code
		}
	}
	return ""
}
