"""What is said in the network as packets, one file per link: octets are made only where somebody captures."""
