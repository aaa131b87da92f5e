package mission

import (
	"bytes"
	"image"
	_ "image/gif" // the formats that sniff looks into
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// MostDocumentBytes is how large a document may be.
const MostDocumentBytes = 5 << 20

const mostDocuments = 50 // of a mission

// Document is a file of a mission; its content is read by Service.DocumentFile.
type Document struct {
	ID         id.Document `db:"id"`
	MissionID  id.Mission  `db:"mission_id"`
	Title      string      `db:"title"`
	FileName   string      `db:"file_name"`
	MediaType  string      `db:"media_type"` // by its content
	Audience   Audience    `db:"audience"`
	Size       int         `db:"size"` // bytes
	UploadedBy *id.User    `db:"uploaded_by"`
	CreatedAt  time.Time   `db:"created_at"`
}

// URL is where the file is, below the portal's address.
func (d *Document) URL() string { return "/files/" + string(d.ID) }

// Audience is for whom a document is.
type Audience string

// The audiences.
const (
	ForEveryone     Audience = "EVERYONE"     // whoever sees the mission
	ForParticipants Audience = "PARTICIPANTS" // organisations with a confirmed place, and staff
	ForStaff        Audience = "STAFF"        // those who run the mission
)

// Valid tells whether a is one of the audiences.
func (a Audience) Valid() bool {
	return slices.Contains([]Audience{ForEveryone, ForParticipants, ForStaff}, a)
}

// MaySeeDocument tells whether a document exists for a viewer who sees its mission; participates says whether their
// organisation has a confirmed place there.
func MaySeeDocument(v viewer.Viewer, m *Mission, d *Document, participates bool) bool {
	switch d.Audience {
	case ForEveryone:
		return MaySee(v, m)
	case ForParticipants:
		return participates || MayUpdate(v, m)
	}
	return MayUpdate(v, m)
}

// extensions of the media types that are taken, by content.
var extensions = map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}

// sniff finds the media type by content, whatever the file is called; "" for what is not taken.
func sniff(content []byte) string {
	media := http.DetectContentType(content)
	if extensions[media] == "" {
		return ""
	}
	if strings.HasPrefix(media, "image/") && media != "image/webp" {
		if _, _, err := image.DecodeConfig(bytes.NewReader(content)); err != nil {
			return ""
		}
	}
	return media
}

// fileName is a name to save a file under: the last part of what the client called it, with the extension of its content.
func fileName(given, media string) string {
	base := path.Base(strings.ReplaceAll(given, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	base = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(base, "_"))
	name := []rune(strings.Trim(base, " ."))
	if len(name) == 0 {
		name = []rune("document")
	}
	return string(name[:min(len(name), 100)]) + extensions[media]
}

// AddDocumentInput is a file for a mission.
type AddDocumentInput struct {
	MissionID      id.Mission
	Title          string // "" takes the file's name
	FileName       string // as the client calls it
	Audience       Audience
	Content        []byte `json:"-"`
	ContentHash    []byte // of the idempotency key's input; AddDocument fills it in
	IdempotencyKey *string
}

// RemoveDocumentInput names a document to remove.
type RemoveDocumentInput struct{ DocumentID id.Document }

func (in *AddDocumentInput) check() (media string, err error) {
	var c fault.Check
	c.Line("title", in.Title, 0, 256)
	c.That(in.Audience.Valid(), "audience", "There is no such audience.")
	media = sniff(in.Content)
	switch {
	case len(in.Content) == 0:
		c.Add(fault.Invalid, "file", "The file is empty.")
	case len(in.Content) > MostDocumentBytes:
		c.Add(fault.Invalid, "file", "A file may have at most %d MB.", MostDocumentBytes>>20)
	case media == "":
		c.Add(fault.Invalid, "file", "Only PDF files and images (PNG, JPEG, GIF, WebP) are taken, by their content.")
	}
	return media, c.Err()
}
