package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bioxclusters/portal/internal/fault"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost of a hash: OWASP's smallest recommended setting of argon2id, 19 MiB, two passes, one thread
// (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
const (
	hashMemory = 19 * 1024 // KiB
	hashPasses = 2
	hashPrefix = "$argon2id$v=19$m=19456,t=2,p=1$"
	saltLen    = 16
	sumLen     = 32
)

// nobody is hashed against when there is no such account, so that the answer takes as long. No password has this hash.
const nobody = hashPrefix + "c2FsdCBvZiBub2JvZHkhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// hashing bounds how much memory and how many cores passwords take, whatever arrives at once.
var hashing = make(chan struct{}, 2)

// HashPassword is the argon2id hash of a password in PHC form, with a new salt each time. It takes some 30 ms of a core.
func HashPassword(password string) string {
	hash, _ := hashPassword(context.Background(), password) // waits, but does not fail
	return hash
}

func hashPassword(ctx context.Context, password string) (string, error) {
	var salt [saltLen]byte
	_, _ = rand.Read(salt[:])
	return hashWithSalt(ctx, password, salt)
}

// HashPasswordWithSalt is HashPassword with a given salt, for demonstration accounts, which must come out the same each time.
func HashPasswordWithSalt(password string, salt [saltLen]byte) string {
	hash, _ := hashWithSalt(context.Background(), password, salt)
	return hash
}

func hashWithSalt(ctx context.Context, password string, salt [saltLen]byte) (string, error) {
	sum, err := derive(ctx, password, salt[:])
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return hashPrefix + b64.EncodeToString(salt[:]) + "$" + b64.EncodeToString(sum), nil
}

// passwordMatches takes the same time whether hash is nil, wrong or right.
func passwordMatches(ctx context.Context, hash *string, password string) (bool, error) {
	phc := nobody
	if hash != nil {
		phc = *hash
	}
	salt, want, err := parsePHC(phc)
	if err != nil {
		return false, err
	}
	got, err := derive(ctx, password, salt)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1 && hash != nil, err
}

func parsePHC(phc string) (salt, sum []byte, err error) {
	rest, ok := strings.CutPrefix(phc, hashPrefix)
	s, h, _ := strings.Cut(rest, "$")
	salt, err1 := base64.RawStdEncoding.DecodeString(s)
	sum, err2 := base64.RawStdEncoding.DecodeString(h)
	if !ok || err1 != nil || err2 != nil || len(salt) != saltLen || len(sum) != sumLen {
		return nil, nil, fmt.Errorf("account: a stored password hash is not of the form %s…", hashPrefix)
	}
	return salt, sum, nil
}

// derive waits for its turn. The same characters give the same hash, however a keyboard composes them.
func derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "", "The portal is busy. Please try again in a minute.")
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, hashPasses, hashMemory, 1, sumLen), nil
}

const (
	minPassword = 10
	maxPassword = 128
)

//go:embed common_passwords.txt
var commonText string

var common = func() map[string]bool {
	set := map[string]bool{}
	for _, p := range strings.Fields(commonText) {
		set[p] = true
	}
	return set
}()

// checkPassword refuses new passwords that are too short, too long, the address itself, or among the first that
// anybody would guess.
func checkPassword(c *fault.Check, field, password, email string) {
	n := utf8.RuneCountInString(password)
	switch low := strings.ToLower(password); {
	case !utf8.ValidString(password):
		c.Add(fault.Invalid, field, "This text is not valid UTF-8.")
	case n < minPassword || n > maxPassword:
		c.Add(fault.Invalid, field, "Please choose a password of %d to %d characters.", minPassword, maxPassword)
	case low == emailKey(email):
		c.Add(fault.Invalid, field, "Please choose a password other than your email address.")
	case common[low] || strings.Count(low, low[:1]) == len(low):
		c.Add(fault.Invalid, field, "This password is too common. Please choose another.")
	}
}
