module payscope.example/verifier

go 1.22
