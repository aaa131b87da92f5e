package matching

// Tree is the technology tree: every technology below at most one other. Build it with NewTree; it is never changed.
type Tree struct {
	index  map[string]int32 // of ids and of aliases
	id     []string
	parent []int32 // -1 at the top
	depth  []int32 // 0 at the top
}

// NewTree takes each technology's parent ("" at the top) and other names of technologies (synonyms, EEN and NACE codes), which
// count as the technology itself. A parent that is no technology counts as none; a technology that is its own ancestor is cut from
// its parent.
func NewTree(parents, aliases map[string]string) *Tree {
	t := &Tree{index: make(map[string]int32, len(parents)+len(aliases)), id: sortedKeys(parents)}
	for i, id := range t.id {
		t.index[id] = int32(i)
	}
	for _, id := range t.id {
		parent, ok := t.index[parents[id]]
		if !ok {
			parent = -1
		}
		t.parent = append(t.parent, parent)
	}
	for alias, id := range aliases {
		_, known := parents[id]
		if _, taken := parents[alias]; known && !taken {
			t.index[alias] = t.index[id]
		}
	}
	t.measure()
	return t
}

// measure finds every technology's depth and cuts circles, always at the same place.
func (t *Tree) measure() {
	t.depth = make([]int32, len(t.id))
	for i := range t.depth {
		t.depth[i] = -1
	}
	for i := range t.id {
		path := []int32{}
		at := int32(i)
		for at >= 0 && t.depth[at] == -1 {
			t.depth[at] = -2 // on the path
			path = append(path, at)
			at = t.parent[at]
		}
		if at >= 0 && t.depth[at] == -2 {
			t.parent[path[len(path)-1]] = -1
			at = -1
		}
		depth := int32(0)
		if at >= 0 {
			depth = t.depth[at] + 1
		}
		for j := len(path) - 1; j >= 0; j-- {
			t.depth[path[j]] = depth
			depth++
		}
	}
}

// common finds the lowest technology that is above or equal to both, -1 when there is none. It takes as many steps as the tree
// is deep.
func (t *Tree) common(a, b int32) int32 {
	for a != b {
		switch {
		case a < 0 || b < 0:
			return -1
		case t.depth[a] >= t.depth[b]:
			a = t.parent[a]
		default:
			b = t.parent[b]
		}
	}
	return a
}

// technology is a technology of a document or a profile: its place in the tree, or -1 and its id when the tree does not know it.
type technology struct {
	node int32
	id   string
}

// resolve finds a set of technologies in the tree: aliases replaced, doubles left out, in the order of ids.
func (t *Tree) resolve(ids []string) []technology {
	canonical := make([]string, 0, len(ids))
	for _, id := range ids {
		if i, ok := t.index[id]; ok {
			id = t.id[i]
		}
		canonical = append(canonical, id)
	}
	var found []technology
	for _, id := range sortedSet(canonical) {
		node, ok := t.index[id]
		if !ok {
			node = -1
		}
		found = append(found, technology{node, id})
	}
	return found
}
