package demo

import (
	"context"
	"io"
	"time"

	"github.com/bioxclusters/portal/internal/db"
)

// load makes all rows and stores them: one goroutine makes, this one stores.
func load(ctx context.Context, tx db.Q, w *world, out io.Writer) (Report, error) {
	report := Report{Rows: map[string]int{}}
	begun := time.Now()
	var later []definition
	if w.big() {
		var err error
		if later, err = simplify(ctx, tx); err != nil {
			return report, err
		}
	}
	if err := stream(ctx, tx, w, &report, newProgress(out, w.expected(), begun)); err != nil {
		return report, err
	}
	indexes := time.Now()
	if len(later) > 0 {
		io.WriteString(out, "building indexes\n")
	}
	for i := len(later) - 1; i >= 0; i-- {
		if err := execute(ctx, tx, later[i].Make); err != nil {
			return report, err
		}
	}
	if len(later) > 0 {
		if err := logOnce(ctx, tx); err != nil {
			return report, err
		}
	}
	err := execute(ctx, tx, "analyze organisation, capability, portal_user, opportunity, review, mission, registration")
	report.Indexes, report.Elapsed = time.Since(indexes), time.Since(begun)
	return report, err
}

// simplify takes from the big tables what is built faster afterwards than row by row, and says what that was.
func simplify(ctx context.Context, tx db.Q) ([]definition, error) {
	if err := tune(ctx, tx); err != nil {
		return nil, err
	}
	list, err := selectDefinitions(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		if err := execute(ctx, tx, d.Drop); err != nil {
			return nil, err
		}
	}
	return list, renew(ctx, tx)
}

// stream stores batches as they are made. At most three wait, so that memory stays small.
func stream(ctx context.Context, tx db.Q, w *world, report *Report, p *progress) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	m := &maker{world: w, ctx: ctx, out: make(chan *batch, 3), filling: map[*table]*batch{}}
	failed := make(chan error, 1)
	go func() {
		failed <- m.makeAll()
		close(m.out)
	}()
	for b := range m.out {
		if err := insert(ctx, tx, b); err != nil {
			stop()
			<-failed
			return err
		}
		report.Rows[b.name] += b.rows
		report.Total += b.rows
		p.show(report.Total)
	}
	p.done(report.Total)
	return <-failed
}

// expected is about how many rows there will be.
func (w *world) expected() int {
	return w.SMEs*42/10 + w.Options.partners()*42/10 + w.Opportunities*102/100 + w.Missions*140
}

// maker makes rows and hands them over by batches.
type maker struct {
	*world
	ctx     context.Context
	out     chan *batch
	filling map[*table]*batch
}

// order of the tables, each after those that it refers to.
var order = []*table{organisations, capabilities, users, opportunities, reviews, counters, missions, quotas, registrations, delegates, assessments, changes, work}

const fullBatch = 1 << 20 // bytes

// row adds a row. When a batch is full all go off, in order, since rows refer to each other.
func (m *maker) row(t *table, values ...any) {
	b := m.filling[t]
	if b == nil {
		b = newBatch(t)
		m.filling[t] = b
	}
	b.add(values...)
}

// flush sends what was made, if a batch is full or it must.
func (m *maker) flush(must bool) error {
	full := must
	for _, b := range m.filling {
		full = full || b.bytes >= fullBatch || b.rows >= 5000
	}
	if !full {
		return nil
	}
	for _, t := range order {
		b := m.filling[t]
		if b == nil {
			continue
		}
		delete(m.filling, t)
		select {
		case m.out <- b:
		case <-m.ctx.Done():
			return m.ctx.Err()
		}
	}
	return nil
}

// makeAll makes every row.
func (m *maker) makeAll() error {
	for i := range m.SMEs {
		m.business(m.sme(i))
		if err := m.flush(false); err != nil {
			return err
		}
	}
	for _, p := range m.partners {
		m.business(p)
		if err := m.flush(false); err != nil {
			return err
		}
	}
	m.people()
	if err := m.flush(true); err != nil {
		return err
	}
	if err := m.deals(); err != nil {
		return err
	}
	for n := range m.Missions {
		m.mission(n)
	}
	return m.flush(true)
}
