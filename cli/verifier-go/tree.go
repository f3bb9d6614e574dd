package main

import "crypto/sha256"

// tree is the right edge of a Merkle tree (RFC 6962 §2.1): a complete subtree for each one bit of
// its size.
type tree struct {
	size uint64
	edge [][sha256.Size]byte
}

func (t *tree) push(data []byte) {
	node := sha256.Sum256(append([]byte{0x00}, data...))
	for count := t.size; count&1 == 1; count >>= 1 {
		last := len(t.edge) - 1
		node = hashNode(t.edge[last], node)
		t.edge = t.edge[:last]
	}
	t.edge = append(t.edge, node)
	t.size++
}

func (t *tree) root() [sha256.Size]byte {
	if len(t.edge) == 0 {
		return sha256.Sum256(nil)
	}
	root := t.edge[len(t.edge)-1]
	for at := len(t.edge) - 2; at >= 0; at-- {
		root = hashNode(t.edge[at], root)
	}
	return root
}

func hashNode(left, right [sha256.Size]byte) [sha256.Size]byte {
	var node [1 + 2*sha256.Size]byte
	node[0] = 0x01
	copy(node[1:], left[:])
	copy(node[1+sha256.Size:], right[:])
	return sha256.Sum256(node[:])
}
