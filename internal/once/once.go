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
	found, err := Begin(ctx, tx, a)
	if err != nil {
		return "", false, err
	}
	if found[0].Fault != nil || found[0].Node != "" {
		return found[0].Node, true, found[0].Fault
	}
	if node, err = fn(); err != nil {
		return "", false, err
	}
	return node, false, End(ctx, tx, []Act{a}, []string{node})
}

// Earlier is what is known of an act before it runs: the node that it made then, or why it cannot run; neither when it is new.
type Earlier struct {
	Node  string
	Fault error
}

// Begin takes the keys of several acts of one time in the caller's transaction. No two of them may be of the same user, mutation
// and key. Acts that are new are to run, and End is to be told of them before the transaction commits.
func Begin(ctx context.Context, tx db.Q, acts ...Act) ([]Earlier, error) {
	found := make([]Earlier, len(acts))
	var keyed []Act
	var hashes [][]byte
	for i, a := range acts {
		var c fault.Check
		if a.Key == "" {
			continue
		}
		if c.Line("idempotencyKey", a.Key, 1, 128); c.Err() != nil {
			found[i].Fault = c.Err()
			continue
		}
		h, err := hash(a.Input)
		if err != nil {
			return nil, err
		}
		keyed, hashes = append(keyed, a), append(hashes, h)
	}
	if keyed == nil {
		return found, nil
	}
	taken, err := take(ctx, tx, keyed, hashes, keyed[0].Now)
	if err != nil {
		return nil, err
	}
	for i, a := range acts {
		if a.Key == "" || found[i].Fault != nil || taken[a.key()] {
			continue
		}
		if found[i], err = earlier(ctx, tx, a); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// End keeps the nodes that acts made, by place; the key of an act that made none, for "", is free again.
func End(ctx context.Context, tx db.Q, acts []Act, nodes []string) error {
	var keyed []Act
	var made []string
	for i, a := range acts {
		if a.Key != "" {
			keyed, made = append(keyed, a), append(made, nodes[i])
		}
	}
	if keyed == nil {
		return nil
	}
	return keep(ctx, tx, keyed, made)
}

// Prune forgets the keys whose time is over.
func Prune(ctx context.Context, q db.Q, now time.Time) error { return prune(ctx, q, now.Add(-Kept)) }

// earlier is what an act whose key was taken before made then, if it was the same act.
func earlier(ctx context.Context, tx db.Q, a Act) (Earlier, error) {
	now, err := hash(a.Input)
	if err != nil {
		return Earlier{}, err
	}
	node, then, err := find(ctx, tx, a)
	if err == nil && !bytes.Equal(now, then) {
		return Earlier{Fault: fault.New(fault.Conflict, "idempotencyKey", "This key was used before, with other input.")}, nil
	}
	return Earlier{Node: node}, err
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
