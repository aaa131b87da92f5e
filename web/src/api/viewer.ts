import { graphql } from "../gql";

/** Who is signed in. */
export const ViewerQuery = graphql(`
  query SessionViewer {
    viewer {
      user { id name email emailVerified language timeZone }
      organisation { id legalName status }
      cluster { id name }
      roles
    }
  }
`);
