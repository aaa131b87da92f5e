package account

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/bioxclusters/portal/internal/db"
)

// Signing keys live in the database; every process keeps them in memory for keysFresh. A new key signs only once every
// process must have read it, and an old one verifies until the last token that any process may have signed with it is over.
const (
	keysFresh   = time.Minute
	keysReload  = 5 * time.Second // at least this between two readings for the sake of an unknown key id
	keysSettle  = keysFresh + skew
	keysOutlive = tokenLife + skew
	keysLive    = 30 * 24 * time.Hour
)

type key struct {
	kid     string
	private ed25519.PrivateKey
	public  ed25519.PublicKey
	created time.Time
	retired *time.Time // no process signs with it from then on
}

func (k *key) signs(now time.Time) bool { return k.retired == nil || now.Before(*k.retired) }

func (k *key) verifies(now time.Time) bool {
	return k.retired == nil || now.Before(k.retired.Add(keysOutlive))
}

// keyring is the memory of keys, newest first.
type keyring struct {
	sync.Mutex
	list []*key
	read time.Time
}

// RotateKey makes a new signing key. The old ones sign for another minute and a half, until every process knows the new
// one, and verify until their last tokens are over: nobody is signed out.
func (s *Service) RotateKey(ctx context.Context) error { return s.rotateKey(ctx, 0) }

// RotateDue is RotateKey once the newest key is a month old.
func (s *Service) RotateDue(ctx context.Context) error { return s.rotateKey(ctx, keysLive) }

func (s *Service) rotateKey(ctx context.Context, age time.Duration) error {
	now := s.now()
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := lockKeys(ctx, tx); err != nil {
			return err
		}
		if rows, err := signingKeys(ctx, tx); err != nil || age > 0 && (len(rows) == 0 || now.Sub(rows[0].CreatedAt) < age) {
			return err
		}
		if err := retireKeys(ctx, tx, now.Add(keysSettle)); err != nil {
			return err
		}
		if err := insertKey(ctx, tx, newKey(now)); err != nil {
			return err
		}
		return s.record(ctx, tx, "", "rotateKey", "", nil)
	})
	if err != nil {
		return err
	}
	_, err = s.readKeys(ctx, 0)
	return err
}

// signingKey is the newest key that every process knows, or the first of all.
func (s *Service) signingKey(ctx context.Context) (*key, error) {
	keys, err := s.allKeys(ctx)
	if err != nil {
		return nil, err
	}
	if k := signer(keys, s.now()); k != nil {
		return k, nil
	}
	if err := s.firstKey(ctx); err != nil {
		return nil, err
	}
	if keys, err = s.readKeys(ctx, 0); err != nil {
		return nil, err
	}
	if k := signer(keys, s.now()); k != nil {
		return k, nil
	}
	return nil, errors.New("account: there is no signing key, though one was made just now")
}

// signer picks the newest key that has settled, else the oldest that may sign.
func signer(keys []*key, now time.Time) *key {
	var oldest *key
	for _, k := range keys { // newest first
		if !k.signs(now) {
			continue
		}
		if !k.created.Add(keysSettle).After(now) {
			return k
		}
		oldest = k
	}
	return oldest
}

// firstKey makes a key unless another process was quicker.
func (s *Service) firstKey(ctx context.Context) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := lockKeys(ctx, tx); err != nil {
			return err
		}
		rows, err := signingKeys(ctx, tx)
		if err != nil || signer(unpack(rows), s.now()) != nil {
			return err
		}
		return insertKey(ctx, tx, newKey(s.now()))
	})
}

// verifyingKey gives nil when there is no such key, or no longer.
func (s *Service) verifyingKey(ctx context.Context, kid string) (*key, error) {
	keys, err := s.allKeys(ctx)
	if err != nil {
		return nil, err
	}
	if k := byKid(keys, kid); k != nil && k.verifies(s.now()) {
		return k, nil
	}
	if keys, err = s.readKeys(ctx, keysReload); err != nil {
		return nil, err
	}
	if k := byKid(keys, kid); k != nil && k.verifies(s.now()) {
		return k, nil
	}
	return nil, nil
}

func byKid(keys []*key, kid string) *key {
	i := slices.IndexFunc(keys, func(k *key) bool { return k.kid == kid })
	if i < 0 {
		return nil
	}
	return keys[i]
}

func (s *Service) allKeys(ctx context.Context) ([]*key, error) { return s.readKeys(ctx, keysFresh) }

// readKeys reads the keys again unless that was done within age.
func (s *Service) readKeys(ctx context.Context, age time.Duration) ([]*key, error) {
	s.keys.Lock()
	defer s.keys.Unlock()
	now := s.now()
	if age > 0 && !s.keys.read.IsZero() && now.Sub(s.keys.read) < age {
		return s.keys.list, nil
	}
	rows, err := signingKeys(ctx, s.db)
	if err != nil {
		return nil, db.Fault(err)
	}
	s.keys.list, s.keys.read = unpack(rows), now
	return s.keys.list, nil
}

func unpack(rows []keyRow) []*key {
	list := make([]*key, 0, len(rows))
	for _, r := range rows {
		if len(r.Seed) == ed25519.SeedSize {
			private := ed25519.NewKeyFromSeed(r.Seed)
			list = append(list, &key{r.Kid, private, private.Public().(ed25519.PublicKey), r.CreatedAt, r.RetiredAt})
		}
	}
	return list
}

func newKey(now time.Time) keyRow {
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	sum := sha256.Sum256(public)
	return keyRow{Kid: base64.RawURLEncoding.EncodeToString(sum[:12]), Seed: private.Seed(), CreatedAt: now}
}
