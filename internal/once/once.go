// Package once makes a mutation with an idempotency key happen once, however often it is sent (domain.md, section 4, rule 4).
package once

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// Kept says how long a key is remembered; after that it is as good as new.
const Kept = 48 * time.Hour

// Act is one mutation of one person under one key.
type Act struct {
	User     id.User
	Mutation string    // as the schema spells it
	Key      string    // 1 to 128 characters; "" for none: the mutation just runs
	Input    any       // what the client sent; encoded as JSON to tell whether it is the same again
	Now      time.Time // time of the call
}

// Do runs fn in the caller's transaction unless the key was used before, and gives the id of the node that fn made, now or
// then; repeated tells which. The key is taken first, so a second caller waits for the first one's transaction: if that
// commits it gets its node, if that rolls back it runs fn itself. The same key with other input is a CONFLICT on
// idempotencyKey. On any error the caller must roll back, which InTx does; nothing of a failed attempt is kept.
func Do(ctx context.Context, tx db.Q, a Act, fn func() (node string, err error)) (node string, repeated bool, err error) {
	if a.Key == "" {
		node, err = fn()
		return node, false, err
	}
	var c fault.Check
	if c.Line("idempotencyKey", a.Key, 1, 128); c.Err() != nil {
		return "", false, c.Err()
	}
	hash, err := hash(a.Input)
	if err != nil {
		return "", false, err
	}
	if taken, err := take(ctx, tx, a, hash); err != nil {
		return "", false, err
	} else if !taken {
		node, err := earlier(ctx, tx, a, hash)
		return node, true, err
	}
	if node, err = fn(); err != nil {
		return "", false, err
	}
	return node, false, keep(ctx, tx, a, node)
}

// Prune forgets the keys whose time is over.
func Prune(ctx context.Context, q db.Q, now time.Time) error { return prune(ctx, q, now.Add(-Kept)) }

func earlier(ctx context.Context, tx db.Q, a Act, hash []byte) (string, error) {
	node, was, err := find(ctx, tx, a)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(hash, was) {
		return "", fault.New(fault.Conflict, "idempotencyKey", "This key was used before, with other input.")
	}
	return node, nil
}

// hash is the SHA-256 of the input as JSON with sorted keys, so that the order of a struct's fields does not count.
func hash(input any) ([]byte, error) {
	raw, err := json.Marshal(input)
	if err != nil {
		return nil, fmt.Errorf("once: the input is not JSON: %w", err)
	}
	var plain any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&plain); err != nil {
		return nil, fmt.Errorf("once: the input is not JSON: %w", err)
	}
	if raw, err = json.Marshal(plain); err != nil {
		return nil, fmt.Errorf("once: the input is not JSON: %w", err)
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}
