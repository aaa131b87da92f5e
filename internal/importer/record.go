package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/bioxclusters/portal/internal/id"
)

// unreadableError says why the rest of a file cannot be read.
type unreadableError struct{ error }

// all imports the records one by one.
func (r *run) all(ctx context.Context) error {
	if err := r.rewind(); err != nil {
		return &unreadableError{err}
	}
	for {
		record, err := r.reader.Next()
		var bad *BadRecord
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			r.count(bad.Line)
			r.report.Refused++
			r.report.refuse(bad.Line, "", bad.Reason)
		case err != nil:
			return &unreadableError{fmt.Errorf("after line %d: %w", r.report.LastLine, err)}
		default:
			r.count(record.Line)
			if err := r.one(ctx, record); err != nil {
				return err
			}
		}
	}
}

func (r *run) count(line int) {
	r.report.Read++
	r.report.LastLine = line
}

// outcome is what one record came to; it is added to the report only if the record is kept.
type outcome struct {
	created, changed, unchanged, owners int
	leftOut                             bool
	references                          []string
	newOwners                           map[string]id.Organisation
	warnings                            [][2]string
	unmapped                            []string
}

// one imports a record, wholly or not at all. Its error is one that ends the import.
func (r *run) one(ctx context.Context, record *Record) error {
	out := &outcome{newOwners: map[string]id.Organisation{}}
	row := &row{Record: record, today: todayOf(r.now)}
	row.warn = func(field, message string) { out.warnings = append(out.warnings, [2]string{field, message}) }
	if err := beginRecord(ctx, r.tx); err != nil {
		return err
	}
	err := r.write(ctx, row, out)
	if err == nil {
		r.add(record.Line, out)
		return keepRecord(ctx, r.tx)
	}
	r.addUnmapped(out)
	refused := problemsOf(err)
	if refused == nil {
		return err
	}
	r.report.Refused++
	for _, p := range refused {
		r.report.refuse(record.Line, p.field, p.reason)
	}
	return takeBackRecord(ctx, r.tx)
}

// add counts a record that is kept.
func (r *run) add(line int, out *outcome) {
	r.report.Created += out.created
	r.report.Changed += out.changed
	r.report.Unchanged += out.unchanged
	r.report.Owners += out.owners
	if out.leftOut {
		r.report.LeftOut++
	}
	for _, reference := range out.references {
		r.seen[reference] = line
	}
	for reference, o := range out.newOwners {
		r.owners[reference] = o
	}
	for _, w := range distinct2(out.warnings) {
		r.report.warn(line, w[0], w[1])
	}
	r.addUnmapped(out)
}

// addUnmapped counts technologies that the tree does not know, of refused records too: they may be why.
func (r *run) addUnmapped(out *outcome) {
	slices.Sort(out.unmapped)
	for _, text := range slices.Compact(out.unmapped) {
		r.report.noteUnmapped(text)
	}
}

// distinct2 leaves out warnings that came before: each counts once a record, however many opportunities it makes.
func distinct2(warnings [][2]string) [][2]string {
	var kept [][2]string
	for _, w := range warnings {
		if !slices.Contains(kept, w) {
			kept = append(kept, w)
		}
	}
	return kept
}

// write writes what a record says.
func (r *run) write(ctx context.Context, row *row, out *outcome) error {
	if r.Map.Organisation != nil {
		return r.writeOrganisation(ctx, row, out)
	}
	found := row.markets(r.Map, r.places)
	if len(found) == 0 && r.Map.PerMarket == nil {
		return problems{{"market", "It names no market of the portal."}}
	}
	out.leftOut = len(found) == 0
	for _, market := range found {
		if err := r.writeOpportunity(ctx, row, market, out); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) writeOrganisation(ctx context.Context, row *row, out *outcome) error {
	in := row.organisation("", r.Map.Organisation, r.Cluster)
	technologies := row.technologies(r.Map.Technologies, r.vocabulary, "en", out.noteUnmapped)
	in.Capabilities = row.capabilities(r.Map.Organisation, technologies)
	r.demand(row, in.ExternalReference, out)
	result, err := r.Organisations.UpsertImported(ctx, r.tx, r.Viewer, in)
	out.count(result.Created, result.Changed)
	return row.problems.and(err)
}

func (r *run) writeOpportunity(ctx context.Context, row *row, market *foundMarket, out *outcome) error {
	in := row.opportunity(r.Map, market, r.vocabulary, out.noteUnmapped)
	r.demand(row, in.ExternalReference, out)
	owner, err := r.owner(ctx, row, market, out)
	if err != nil {
		return row.problems.and(err)
	}
	in.OrganisationID = owner
	_, created, changed, err := r.Opportunities.UpsertImported(ctx, r.tx, in)
	out.count(created, changed)
	return row.problems.and(err)
}

// demand notes required fields that are empty, and a reference that the file has twice. The nouns are asked all the same, so that
// everything that is wrong with a record is told at once; what they wrote of it is taken back.
func (r *run) demand(row *row, reference string, out *outcome) {
	for _, f := range r.Map.fields() {
		if oneOf(f.name, r.Map.Required...) && len(row.quietly(f)) == 0 {
			row.problems.add(f.name, "It is empty, and the map requires it.")
		}
	}
	if reference == "" {
		row.problems.add("externalReference", "It is empty.")
	} else if line, twice := r.seen[reference]; twice || slices.Contains(out.references, reference) {
		row.problems.add("externalReference", "“%.80s” stands in line %d already.", reference, max(line, 1))
	}
	out.references = append(out.references, reference)
}

// quietly evaluates a source without its warnings, which its field has given already.
func (r *row) quietly(f field) []string {
	silent := *r
	silent.warn = func(string, string) {}
	return silent.list(f.name, f.source)
}

func (o *outcome) noteUnmapped(text string) { o.unmapped = append(o.unmapped, text) }

func (o *outcome) count(created, changed bool) {
	switch {
	case created:
		o.created++
	case changed:
		o.changed++
	default:
		o.unchanged++
	}
}

// owner finds the organisation that a record's opportunities belong to, or makes it, UNDER_REVIEW. One that is there already stays as
// it is: its team and its cluster know better than the file.
func (r *run) owner(ctx context.Context, row *row, market *foundMarket, out *outcome) (id.Organisation, error) {
	reference := row.line("owner.externalReference", r.Map.Owner.ExternalReference)
	for _, known := range []map[string]id.Organisation{r.owners, out.newOwners} {
		if o, ok := known[reference]; ok {
			return o, nil
		}
	}
	found, err := selectOwner(ctx, r.tx, reference)
	if err != nil || found != "" {
		out.newOwners[reference] = found
		return found, err
	}
	in := row.organisation("owner.", r.Map.Owner, r.Cluster)
	if in.Market == nil { // it is a partner in a market: at home in one, or else in this
		code := market.code
		if in.Country != nil && marketOf(*in.Country, r.places) != "" {
			code = marketOf(*in.Country, r.places)
		}
		in.Market = &code
	}
	result, err := r.Organisations.UpsertImported(ctx, r.tx, r.Viewer, in)
	if refused := problemsOf(err); refused != nil {
		return "", refused.below("owner.")
	}
	if result.Created {
		out.owners++
	}
	out.newOwners[reference] = result.ID
	return result.ID, err
}
