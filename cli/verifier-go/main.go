// Command verifier is the second opinion on a bank's audit log: it shares no code, no language and
// no library with the one that writes it.
//
//	go run . --dump dump.jsonl --checkpoint log.checkpoints --key 'name+id+key'
//	go run . --cases < cases.jsonl     a verdict for each line: {"dump","checkpoints","key"} in base64
//
// It prints a verdict as JSON. Exit codes: 0 proven, 1 not, 2 wrong usage.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	dump := flag.String("dump", "", "the entries, a line each")
	notes := flag.String("checkpoint", "", "a file of signed checkpoints")
	key := flag.String("key", "", "the log's verifier key, or a file that holds it")
	cases := flag.Bool("cases", false, "judge each line of standard input")
	flag.Parse()
	if *cases {
		exitOn(judgeCases(os.Stdin, os.Stdout))
		return
	}
	if *dump == "" || *notes == "" || *key == "" {
		flag.Usage()
		os.Exit(2)
	}
	result, err := judgeFiles(*dump, *notes, *key)
	exitOn(err)
	exitOn(json.NewEncoder(os.Stdout).Encode(result))
	if result.Fault != nil && *result.Fault == truncated {
		fmt.Fprintln(os.Stderr, describeTruncated(result))
	}
	if !result.OK {
		os.Exit(1)
	}
}

// describeTruncated names both numbers: an older dump looks like one that was cut off.
func describeTruncated(result verdict) string {
	return fmt.Sprintf("the newest checkpoint covers %d entries and the dump has %d; export again: "+
		"what is older than its checkpoint is complete then; what stays short was cut off at its end",
		result.Signed, result.Entries)
}

func judgeFiles(dumpFile, notesFile, key string) (verdict, error) {
	if text, err := os.ReadFile(key); err == nil {
		key = string(text)
	}
	notes, err := os.ReadFile(notesFile)
	if err != nil {
		return verdict{}, err
	}
	dump, err := os.Open(dumpFile)
	if err != nil {
		return verdict{}, err
	}
	defer dump.Close()
	return judge(dump, notes, key)
}

// evidence is a case; encoding/json reads base64 into bytes.
type evidence struct {
	Dump        []byte `json:"dump"`
	Checkpoints []byte `json:"checkpoints"`
	Key         string `json:"key"`
}

func judgeCases(from io.Reader, to io.Writer) error {
	decoder := json.NewDecoder(bufio.NewReaderSize(from, 1<<20))
	out := bufio.NewWriter(to)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for {
		var given evidence
		if err := decoder.Decode(&given); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		result, err := judge(bytes.NewReader(given.Dump), given.Checkpoints, given.Key)
		if err != nil {
			return err
		}
		if err := encoder.Encode(result); err != nil {
			return err
		}
		// Whoever asks waits for the answer where no more is waiting to be read.
		if decoder.Buffered() != nil {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

func exitOn(err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "verifier:", err)
	os.Exit(2)
}
