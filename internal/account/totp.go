package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// Codes of authenticator apps are those of RFC 6238 with its defaults, which every app knows: six digits, SHA-1, 30 seconds.
const (
	totpStep      = 30 * time.Second
	totpIssuer    = "bioXclusters" // as apps show it
	recoveryCodes = 10
	recoveryBytes = 6 // of 48 random bits; hashed like passwords, for there are too few bits for less
)

// TOTP says how a person's authenticator app stands; there is none before its first code.
type TOTP struct {
	ConfirmedAt       time.Time
	RecoveryCodesLeft int
}

// TOTPKey is what an authenticator app is set up with.
type TOTPKey struct {
	Secret string // base32, to type
	URI    string // otpauth://, to scan
}

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// newTOTPKey makes a key with 160 new random bits for the person's app.
func newTOTPKey(u *User) (key TOTPKey, secret []byte, err error) {
	k, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: u.Email, Rand: rand.Reader})
	if err != nil {
		return TOTPKey{}, nil, err
	}
	secret, err = base32Text.DecodeString(k.Secret())
	return TOTPKey{Secret: k.Secret(), URI: k.URL()}, secret, err
}

// stepOf finds the time step that a code belongs to: the present one, or one before or after it, as clocks differ and people type slowly.
func stepOf(secret []byte, code string, now time.Time) (step int64, ok bool) {
	current := now.Unix() / int64(totpStep/time.Second)
	for s := current - 1; s <= current+1; s++ {
		want, err := hotp.GenerateCodeCustom(base32Text.EncodeToString(secret), uint64(s), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// plainCode is a code as it counts, however people group it.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

// redeem takes a code of the person's app, or one of the recovery codes, and takes it once; false when it is neither.
func (s *Service) redeem(ctx context.Context, user id.User, code string) (bool, error) {
	row, err := totpOf(ctx, s.db, user)
	if err != nil || row == nil || row.ConfirmedAt == nil || len(code) > 64 {
		return false, db.Fault(err)
	}
	code = plainCode(code)
	if step, ok := stepOf(row.Secret, code, s.now()); ok {
		taken, err := takeStep(ctx, s.db, row, step)
		return taken, db.Fault(err)
	}
	if len(code) != base32Text.EncodedLen(recoveryBytes) {
		return false, nil
	}
	hash, err := derive(ctx, code, row.RecoverySalt)
	if err != nil {
		return false, err
	}
	used := false
	err = s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if used, err = takeRecoveryCode(ctx, tx, user, hash, s.now()); err != nil || !used {
			return err
		}
		return s.record(ctx, tx, user, "useRecoveryCode", string(user), nil)
	})
	return used, err
}

// recovery is a new set of recovery codes: what the person keeps, and what the portal does.
type recovery struct {
	codes  []string
	salt   []byte
	hashes [][]byte
}

// newRecovery takes a third of a second of a core. One salt does for a person's codes, so that looking for one costs one hash.
func newRecovery(ctx context.Context) (recovery, error) {
	r := recovery{salt: random(saltLen)}
	for range recoveryCodes {
		code := base32Text.EncodeToString(random(recoveryBytes))
		hash, err := derive(ctx, code, r.salt)
		if err != nil {
			return recovery{}, err
		}
		r.codes, r.hashes = append(r.codes, code[:5]+"-"+code[5:]), append(r.hashes, hash)
	}
	return r, nil
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

func needsTOTP(code fault.Code) error {
	return fault.New(code, "totp", "Please give the code of your authenticator app too, or one of your recovery codes.")
}

func wrongTOTP(code fault.Code) error {
	return fault.New(code, "totp", "This code is not right, or was used already. Please wait for the next one.")
}
