package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/db"
)

const (
	sealEvery = 300 * time.Millisecond
	sealBatch = 1000 // events of a transaction
	// settled is when an event that still has no seal is missing one: commits are over by then, and sealers look thrice a second.
	settled = time.Minute
)

// Seal gives events their places in the chain until ctx ends. Every portal process runs one; at any time one of them works.
func Seal(ctx context.Context, d *db.DB, now func() time.Time, log *slog.Logger) {
	tick := time.NewTicker(sealEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		_, err := SealPending(ctx, d, now())
		if err != nil && !failing && ctx.Err() == nil {
			log.ErrorContext(ctx, "the audit log cannot be sealed", "error", err)
		}
		failing = err != nil
	}
}

// SealPending seals the events that have no seal yet and says how many; none while another process does.
func SealPending(ctx context.Context, d *db.DB, now time.Time) (sealed int, err error) {
	for {
		if pending, err := anyUnsealed(ctx, d); err != nil || !pending {
			return sealed, err
		}
		n := 0
		err := d.InTx(ctx, func(tx *db.Tx) (err error) { n, err = sealSome(ctx, tx, now); return err })
		sealed += n
		if err != nil || n < sealBatch {
			return sealed, err
		}
	}
}

func sealSome(ctx context.Context, tx db.Q, now time.Time) (int, error) {
	if mine, err := lockSeals(ctx, tx); err != nil || !mine {
		return 0, err
	}
	head, err := lastSeal(ctx, tx)
	if err != nil {
		return 0, err
	}
	rows, err := unsealed(ctx, tx, sealBatch)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	for i := range rows {
		rows[i].Position = head.Position + 1
		rows[i].Hash = rows[i].digest(head.Hash)
		head = rows[i].sealOf
	}
	return len(rows), insertSeals(ctx, tx, rows, now)
}

// sealOf is a place in the chain.
type sealOf struct {
	Position int64  `db:"position"`
	Hash     []byte `db:"hash"`
}

// sealedEvent is an event, as the bytes of its columns, at its place.
type sealedEvent struct {
	sealOf
	ID      *string    `db:"id"` // nil where the event is gone
	At      *time.Time `db:"at"`
	Actor   string     `db:"actor_id"`
	Act     string     `db:"act"`
	Subject string     `db:"subject_id"`
	Detail  string     `db:"detail"`
	Request string     `db:"request_id"`
	Client  string     `db:"client"`
}

// digest is SHA-256 of the hash before (none for the first), then of each field with its length before it, as eight bytes.
func (e *sealedEvent) digest(before []byte) []byte {
	h := sha256.New()
	h.Write(before)
	for _, field := range []string{strconv.FormatInt(e.Position, 10), *e.ID, e.At.UTC().Format(time.RFC3339Nano), e.Actor, e.Act, e.Subject, e.Detail, e.Request, e.Client} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(field))))
		h.Write([]byte(field))
	}
	return h.Sum(nil)
}

// Head is the end of a chain, or what somebody noted down as its end once.
type Head struct {
	Position int64
	Hash     string // hexadecimal
}

// Verify computes the chain anew and says where it ends, and the first thing that is wrong with it: an event that was changed or
// deleted, a seal that is missing, an event of over a minute ago without one. Who wants to know that nothing was cut off or written
// anew gives a head noted earlier, outside the database; nil for none. It reads the whole log, a page at a time.
func Verify(ctx context.Context, d *db.DB, now time.Time, noted *Head) (Head, error) {
	var head sealOf
	seen := noted == nil
	for {
		rows, err := sealedAfter(ctx, d, head.Position, sealBatch)
		if err != nil {
			return head.head(), err
		}
		for i := range rows {
			if err := rows[i].follows(head); err != nil {
				return head.head(), err
			}
			head = rows[i].sealOf
			seen = seen || head.head() == *noted
		}
		if len(rows) < sealBatch {
			break
		}
	}
	if !seen {
		return head.head(), fmt.Errorf("the chain does not hold the noted head: position %d, hash %s", noted.Position, noted.Hash)
	}
	n, err := countWithoutSeal(ctx, d, now.Add(-settled))
	if err == nil && n > 0 {
		err = fmt.Errorf("%d events of over a minute ago have no seal", n)
	}
	return head.head(), err
}

func (e *sealedEvent) follows(head sealOf) error {
	switch {
	case e.Position != head.Position+1:
		return fmt.Errorf("the seals from position %d to %d are missing", head.Position+1, e.Position-1)
	case e.ID == nil:
		return fmt.Errorf("the event at position %d is missing", e.Position)
	case string(e.digest(head.Hash)) != string(e.Hash):
		return fmt.Errorf("the event %s at position %d, or its seal, was changed", *e.ID, e.Position)
	}
	return nil
}

func (s sealOf) head() Head { return Head{s.Position, hex.EncodeToString(s.Hash)} }
